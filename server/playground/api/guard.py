"""One layer around the whole application, WebSockets included: origins, sizes, security headers.

What carries a foreign `Origin` is refused. Programs that are no browser send none; they need the
session's token like everybody.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.api.problems import SENTENCES, problem

MOST_BODY = 256 * 1024

# Plotly sets element styles through the CSSOM, which the policy does not concern, and inserts its
# rules into a <style> element that it makes empty.
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


class TooBig(Exception):
    """The body is above the limit, whatever its header said."""


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
            await answer(scope, receive, send)
            return
        await self._http(scope, headers, receive, send)

    async def _http(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        begun = False
        taken = 0

        async def limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MOST_BODY:
                raise TooBig
            return message

        async def with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        try:
            declared = headers.get("content-length", "0")
            if not declared.isdecimal() or int(declared) > MOST_BODY:
                raise TooBig
            await self._app(scope, limited, with_headers)
        except TooBig:
            if begun:
                raise
            await problem(413, *SENTENCES[413])(scope, receive, with_headers)
