"""The layer that refuses what another site's page asks.

Programs that are no browser send no `Origin`; they need the session's token like everybody.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from playground.api.problems import problem
from playground.wire.close_codes import CloseCode

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
ELSEWHERE = frozenset({"cross-site", "same-site"})


class OriginMiddleware:
    """Takes `allowed_origins` in lower case."""

    def __init__(self, app: ASGIApp, allowed_origins: frozenset[str]) -> None:
        self._app, self._allowed = app, allowed_origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or not self._is_foreign(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            reason = "foreign origin"
            await send({"type": "websocket.close", "code": CloseCode.SENT_AWAY, "reason": reason})
        else:
            answer = problem(
                403,
                "foreign_origin",
                "This page isn’t allowed to use this server. Open the server’s own address.",
            )
            await answer(scope, receive, send)

    def _is_foreign(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        if origins := headers.getlist("origin"):
            return not all(origin.lower() in self._allowed for origin in origins)
        # A browser that does not say from where it comes still says how near that is.
        changes = scope["type"] == "websocket" or scope["method"] not in SAFE
        return changes and headers.get("sec-fetch-site") in ELSEWHERE
