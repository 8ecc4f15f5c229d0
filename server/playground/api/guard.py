"""One layer around the whole application, WebSockets included: origins, sizes, security headers.

What carries a foreign `Origin` is refused. Programs that are no browser send none; they need the
session's token like everybody.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.api.problems import SENTENCES, problem

MOST_BODY = 256 * 1024

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
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Guard:
    def __init__(self, app: ASGIApp, allowed_origins: frozenset[str]) -> None:
        self._app, self._allowed = app, allowed_origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        foreign = not all(o.lower() in self._allowed for o in headers.getlist("origin"))
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
            await answer(scope, receive, with_headers(send))
            return
        await self._http(scope, headers, receive, send)

    async def _http(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        declared = headers.get("content-length", "0")
        too_big = not declared.isdecimal() or int(declared[:20]) > MOST_BODY
        body = None if too_big else await whole_body(receive)
        if body is None:
            await problem(413, *SENTENCES[413])(scope, receive, with_headers(send))
            return
        given = False

        async def replay() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, replay, with_headers(send))


async def whole_body(receive: Receive) -> bytes | None:
    """The body, or None when it is above the limit, whatever its header said.

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
        if taken > MOST_BODY:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)


def with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(HEADERS)
        await send(message)

    return sending
