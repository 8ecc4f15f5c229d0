"""The caller of a request, as the parameter of a route."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from playground.api.caller import Caller, caller_of


async def caller(connection: HTTPConnection) -> Caller:
    """Return who came with this request."""
    return caller_of(connection)


CallerDependency = Annotated[Caller, Depends(caller)]
