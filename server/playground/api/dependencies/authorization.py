"""The right that a route needs, and the token that a request came with."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Request

from playground.api.dependencies.price import pay
from playground.api.rights import ROUTES, Needed
from playground.session.refusals import Refusal, Refused


async def bearer(authorization: Annotated[str, Header()] = "") -> str | None:
    """Return the token of an `Authorization` header, if it has one."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


async def declared(request: Request) -> Needed:
    """Take the price of this route and return the right that it needs.

    Raises `FORBIDDEN` for one that the tables lack, and `TOO_FAST`.
    """
    pay(request)
    path = request.scope["route"].path
    try:
        return ROUTES[request.method, path]
    except KeyError:
        raise Refused(Refusal.FORBIDDEN) from None


DeclaredDependency = Annotated[Needed, Depends(declared)]
TokenDependency = Annotated[str | None, Depends(bearer)]
