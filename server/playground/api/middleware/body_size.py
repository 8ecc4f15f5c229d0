"""The layer that reads bodies whole, up to their route's limit; those of STREAMED routes it leaves.

It reads before any route does: what a route's own reading raises would be answered as a bad request.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.api.problems import SENTENCES, problem

MAX_BODY = 256 * 1024
MAX_WEIGHTS = 16 * 2**20


@dataclass(frozen=True, slots=True)
class BodyLimit:
    """What a body may have; `code` and `sentence` refuse a bigger one."""

    bytes: int
    code: str
    sentence: str


USUAL = BodyLimit(MAX_BODY, *SENTENCES[413])
LIMITS: dict[tuple[str, re.Pattern[str]], BodyLimit] = {
    ("POST", re.compile(r"/api/sessions/[^/]+/weights")): BodyLimit(
        MAX_WEIGHTS, "weights_too_big", "These weights are too big to send: the limit is 16 MB."
    ),
}
"""Bodies that may be bigger than others, by method and path."""

STREAMED = frozenset({("PUT", "/api/uploads")})
"""Bodies that their routes read piece by piece, and count."""


class BodySizeMiddleware:
    """Answers 413 in place of the route where a body is too big."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or (scope["method"], scope["path"]) in STREAMED:
            await self._app(scope, receive, send)
            return
        limit = limit_of(scope["method"], scope["path"])
        declared = Headers(scope=scope).get("content-length", "0")
        too_big = not declared.isdecimal() or int(declared[:20]) > limit.bytes
        body = None if too_big else await whole_body(receive, limit.bytes)
        if body is None:
            await problem(413, limit.code, limit.sentence)(scope, receive, send)
        else:
            await self._app(scope, replayed(body, receive), send)


def replayed(body: bytes, receive: Receive) -> Receive:
    """Return a channel that gives the body at once, then what comes after it."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def limit_of(method: str, path: str) -> BodyLimit:
    rows = LIMITS.items()
    return next(
        (limit for (m, route), limit in rows if m == method and route.fullmatch(path)), USUAL
    )


async def whole_body(receive: Receive, max_bytes: int) -> bytes | None:
    """Read the body; None when it is above `max_bytes`, whatever its header said."""
    parts: list[bytes] = []
    taken = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        parts.append(message.get("body", b""))
        taken += len(parts[-1])
        if taken > max_bytes:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)
