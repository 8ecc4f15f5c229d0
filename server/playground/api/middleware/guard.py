"""One layer around the whole application, WebSockets included: origins, sizes, security headers.

Bodies are read whole before any route, up to the route's limit; those of STREAMED routes are not.

What carries a foreign `Origin` is refused. Programs that are no browser send none; they need the
session's token like everybody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.api.problems import SENTENCES, problem

MAX_BODY = 256 * 1024
MAX_WEIGHTS = 16 * 2**20


@dataclass(frozen=True, slots=True)
class Limit:
    """What a body may have; `code` and `sentence` refuse a bigger one."""

    bytes: int
    code: str
    sentence: str


USUAL = Limit(MAX_BODY, *SENTENCES[413])
LIMITS: dict[tuple[str, re.Pattern[str]], Limit] = {
    ("POST", re.compile(r"/api/sessions/[^/]+/weights")): Limit(
        MAX_WEIGHTS, "weights_too_big", "These weights are too big to send: the limit is 16 MB."
    ),
}
"""Bodies that may be bigger than others, by method and path."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
ELSEWHERE = frozenset({"cross-site", "same-site"})
STREAMED = frozenset({("PUT", "/api/uploads")})
"""Bodies that their routes read piece by piece, and count."""

# Plotly sets element styles through the CSSOM, which the policy does not concern; the rules that it
# would put into a <style> element are in the page's own sheet, and the page tells it so.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Guard:
    """`frame_ancestors` are the sources of the policy whose pages may embed this server's."""

    def __init__(
        self, app: ASGIApp, allowed_origins: frozenset[str], frame_ancestors: str = "'self'"
    ) -> None:
        self._app, self._allowed = app, allowed_origins
        policy = f"{POLICY}; frame-ancestors {frame_ancestors}"
        self._headers = {"Content-Security-Policy": policy, **HEADERS}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        foreign = self._is_foreign(scope, headers)
        if scope["type"] == "websocket":
            if foreign:
                await receive()
                await send({"type": "websocket.close", "code": 4403, "reason": "foreign origin"})
            else:
                await self._app(scope, receive, send)
            return
        if foreign:
            answer = problem(
                403, "foreign_origin", "This page may not use this server: open its own address."
            )
            await answer(scope, receive, self._with_headers(send))
            return
        await self._http(scope, headers, receive, send)

    def _is_foreign(self, scope: Scope, headers: Headers) -> bool:
        if origins := headers.getlist("origin"):
            return not all(origin.lower() in self._allowed for origin in origins)
        # A browser that does not say from where it comes still says how near that is.
        changes = scope["type"] == "websocket" or scope["method"] not in SAFE
        return changes and headers.get("sec-fetch-site") in ELSEWHERE

    async def _http(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        if (scope["method"], scope["path"]) in STREAMED:
            await self._app(scope, receive, self._with_headers(send))
            return
        limit = limit_of(scope["method"], scope["path"])
        declared = headers.get("content-length", "0")
        too_big = not declared.isdecimal() or int(declared[:20]) > limit.bytes
        body = None if too_big else await whole_body(receive, limit.bytes)
        if body is None:
            answer = problem(413, limit.code, limit.sentence)
            await answer(scope, receive, self._with_headers(send))
            return
        given = False

        async def replay() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, replay, self._with_headers(send))

    def _with_headers(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        return sending


def limit_of(method: str, path: str) -> Limit:
    rows = LIMITS.items()
    return next(
        (limit for (m, route), limit in rows if m == method and route.fullmatch(path)), USUAL
    )


async def whole_body(receive: Receive, most: int) -> bytes | None:
    """The body, or None when it is above `most` bytes, whatever its header said.

    Read before any route: what a route's own reading raises would be answered as a bad request.
    """
    parts: list[bytes] = []
    taken = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        parts.append(message.get("body", b""))
        taken += len(parts[-1])
        if taken > most:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)
