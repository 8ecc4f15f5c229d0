"""The layer that finds out who asks, once a request, and gives a cookie to whoever has none."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.api.addresses import Network, address_of, peer_of, within
from playground.api.caller import IN_SCOPE, Caller
from playground.api.identity import Identities

FRAMES = frozenset({"iframe", "frame", "embed", "object", "fencedframe"})
"""Of `Sec-Fetch-Dest`: documents within another one's page."""
GIVEN_WITH = ("text/html", "application/json", "application/problem+json")


class IdentityMiddleware:
    """Tells routes and WebSockets who calls, and gives a cookie to whoever has none."""

    def __init__(
        self,
        app: ASGIApp,
        identities: Identities,
        trusted: Sequence[Network] = (),
        origins: frozenset[str] = frozenset(),
        *,
        opened: bool = False,
    ) -> None:
        self._app, self._identities = app, identities
        self._trusted, self._origins = trusted, origins
        self._opened = opened

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        secure = self._secure(scope, headers)
        found, renew = self._identities.read("; ".join(headers.getlist("cookie")), secure)
        identity = found or self._identities.new()
        scope[IN_SCOPE] = Caller(
            identity,
            self._identities.owner(identity),
            found is None,
            self._identities.networks(
                address_of(scope, headers, self._trusted, opened=self._opened)
            ),
        )
        if renew and scope["type"] == "http":
            send = giving(send, self._cookie(identity, found is None, headers, secure))
        await self._app(scope, receive, send)

    def _cookie(self, identity: str, new: bool, headers: Headers, secure: bool) -> str | None:
        """Return the cookie to give; none where the browser may have left one at home."""
        if not new or headers.get("sec-fetch-site") != "cross-site":
            return self._identities.cookie(identity, secure)
        if secure and headers.get("sec-fetch-dest") in FRAMES:
            return self._identities.frame_cookie(identity)
        return None

    def _secure(self, scope: Scope, headers: Headers) -> bool:
        """Whether the browser came by HTTPS. `Host` decides nothing but the cookie's own name."""
        if scope["scheme"] in ("https", "wss"):
            return True
        peer = peer_of(scope)
        if peer is not None and within(peer, self._trusted):
            return headers.get("x-forwarded-proto", "").strip().lower() in ("https", "wss")
        host = headers.get("host", "").lower()
        return f"https://{host}" in self._origins and f"http://{host}" not in self._origins


def giving(send: Send, cookie: str | None) -> Send:
    if cookie is None:
        return send

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            # Nothing that a proxy may keep for others, and no file of the page's.
            content_type = headers.get("content-type", "")
            if "public" not in headers.get("cache-control", "") and content_type.startswith(
                GIVEN_WITH
            ):
                headers.append("set-cookie", cookie)
        await send(message)

    return sending
