"""Who asks: an identity and an address. One layer around the routes finds out, once a request."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.api.identity import Identities

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

IN_SCOPE = "playground.caller"
FORWARDING = ("x-forwarded-for", "forwarded", "via")
GIVEN_WITH = ("text/html", "application/json", "application/problem+json")
IPV6_SUBSCRIBER = 64
"""Bits: who has one IPv6 address has 2⁶⁴ of them."""


@dataclass(frozen=True, slots=True)
class Caller:
    """`owner` is the digest of the identity; a new one came without a cookie of ours.

    `address` is None for this machine's own user.
    """

    identity: str
    owner: str
    new: bool
    address: str | None


class Identified:
    """Tells routes and WebSockets who calls, and gives a cookie to whoever has none."""

    def __init__(
        self,
        app: ASGIApp,
        identities: Identities,
        trusted: Sequence[Network] = (),
        origins: frozenset[str] = frozenset(),
    ) -> None:
        self._app, self._identities = app, identities
        self._trusted, self._origins = trusted, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        secure = self._secure(scope, headers)
        found, renew = self._identities.read(headers.get("cookie", ""), secure)
        identity = found or self._identities.new()
        scope[IN_SCOPE] = Caller(
            identity,
            self._identities.owner(identity),
            found is None,
            address_of(scope, headers, self._trusted),
        )
        if renew and scope["type"] == "http":
            send = giving(send, self._identities.cookie(identity, secure))
        await self._app(scope, receive, send)

    def _secure(self, scope: Scope, headers: Headers) -> bool:
        """Whether the browser came by HTTPS. `Host` decides nothing but the cookie's own name."""
        if scope["scheme"] in ("https", "wss"):
            return True
        peer = peer_of(scope)
        if peer is not None and within(peer, self._trusted):
            return headers.get("x-forwarded-proto", "").strip().lower() in ("https", "wss")
        host = headers.get("host", "").lower()
        return f"https://{host}" in self._origins and f"http://{host}" not in self._origins


def giving(send: Send, cookie: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            # Nothing that a proxy may keep for others, and no file of the page's.
            told = headers.get("content-type", "")
            if "public" not in headers.get("cache-control", "") and told.startswith(GIVEN_WITH):
                headers.append("set-cookie", cookie)
        await send(message)

    return sending


def address_of(scope: Scope, headers: Headers, trusted: Sequence[Network]) -> str | None:
    """Whose limits count. What a proxy says is believed of trusted ones only.

    This machine's own user has none, unless something has passed the request on.
    """
    peer = peer_of(scope)
    if peer is None:
        return "unknown"
    if within(peer, trusted):
        # From the right: what stands further left may be the caller's own invention.
        named = ",".join(headers.getlist("x-forwarded-for")).split(",")
        for text in reversed(named):
            found = parsed(text)
            if found is None:
                break
            peer = found
            if not within(found, trusted):
                break
        return subscriber(peer)
    if peer.is_loopback and not any(name in headers for name in FORWARDING):
        return None
    return subscriber(peer)


def peer_of(scope: Scope) -> Address | None:
    client = scope.get("client")
    return parsed(client[0]) if client else None


def parsed(text: str) -> Address | None:
    plain = text.strip().strip('"')
    if plain.startswith("["):
        plain = plain[1:].partition("]")[0]
    elif plain.count(":") == 1:
        plain = plain.partition(":")[0]
    try:
        found = ipaddress.ip_address(plain.partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return mapped or found


def within(address: Address, networks: Sequence[Network]) -> bool:
    return any(address.version == each.version and address in each for each in networks)


def subscriber(address: Address) -> str:
    if address.version == 4:
        return str(address)
    network = ipaddress.ip_network((address, IPV6_SUBSCRIBER), strict=False)
    return str(network)


async def caller(connection: HTTPConnection) -> Caller:
    found: Caller = connection.scope[IN_SCOPE]
    return found


Asking = Annotated[Caller, Depends(caller)]
