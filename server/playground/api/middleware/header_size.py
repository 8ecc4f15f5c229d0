"""The layer that bounds a request's head, before anything looks into it.

What reads a header, an address, a query or a token afterwards may then take time that grows with
it. The servers beneath bound a head more widely, and each in its own way.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from playground.api.problems import SENTENCES, problem

MAX_TARGET = 8 * 1024
"""Bytes of path and query together, as they were sent."""
MAX_HEADER = 8 * 1024
"""Bytes of one header, its name included."""
MAX_HEAD = 32 * 1024
"""Bytes of the target and of all headers."""
MAX_HEADERS = 128
"""A browser behind three proxies sends fewer than 50."""

TOO_LONG, TOO_BIG = 414, 431


class HeaderSizeMiddleware:
    """Answers 414 or 431 in place of the route, also to a WebSocket's handshake."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = refusal_of(scope) if scope["type"] in ("http", "websocket") else None
        if status is None:
            await self._app(scope, receive, send)
            return
        answer = problem(status, *SENTENCES[status])
        # What was not read is nobody's next request.
        if scope["type"] == "http":
            answer.headers["Connection"] = "close"
        await answer(scope, receive, send)


def refusal_of(scope: Scope) -> int | None:
    """Return the status that refuses a head that is too big; None for any other."""
    target = len(scope.get("raw_path") or scope["path"].encode()) + len(scope["query_string"])
    if target > MAX_TARGET:
        return TOO_LONG
    headers = scope["headers"]
    if len(headers) > MAX_HEADERS:
        return TOO_BIG
    sizes = [len(name) + len(value) for name, value in headers]
    if max(sizes, default=0) > MAX_HEADER or target + sum(sizes) > MAX_HEAD:
        return TOO_BIG
    return None
