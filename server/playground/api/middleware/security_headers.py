"""The layer that gives every answer the headers by which a browser keeps it to itself."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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


class SecurityHeadersMiddleware:
    """`frame_ancestors` are the sources of the policy whose pages may embed this server's."""

    def __init__(self, app: ASGIApp, frame_ancestors: str = "'self'") -> None:
        self._app = app
        policy = f"{POLICY}; frame-ancestors {frame_ancestors}"
        self._headers = {"Content-Security-Policy": policy, **HEADERS}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, self._giving(send) if scope["type"] == "http" else send)

    def _giving(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._headers)
                if "location" in headers:
                    headers["location"] = _within(headers["location"])
            await send(message)

        return sending


def _within(address: str) -> str:
    """Return an address as one of this server, by its path: `Host` and the scheme are what a sender or proxy says."""
    parts = urlsplit(address)
    # Of two slashes a browser would take what follows for a host.
    return urlunsplit(("", "", "/" + parts.path.lstrip("/\\"), parts.query, ""))
