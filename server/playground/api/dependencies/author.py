"""The name under which somebody edits, as their page says it."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import unquote

from fastapi import Depends, Header

from playground.spec.base import SpecProblem
from playground.wire.names import shown_name


async def author_of(
    playground_name: Annotated[str, Header(description="Percent-encoded UTF-8")] = "",
) -> str:
    """Return the name of who asks, "" for none. Raises `SpecProblem`."""
    try:
        return shown_name(unquote(playground_name, errors="strict"), pointer="")
    except UnicodeDecodeError:
        raise SpecProblem(
            "unreadable_name", "Playground-Name must be percent-encoded UTF-8.", ""
        ) from None


AuthorDependency = Annotated[str, Depends(author_of)]
