"""Addresses of those who ask: whom a limit by address concerns, and whose word is believed."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import Scope

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

FORWARDING = ("x-forwarded-for", "forwarded", "via")
IPV6_SUBSCRIBER = 64
"""Bits: who has one IPv6 address has 2⁶⁴ of them."""


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
            found = parse_address(text)
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
    return parse_address(client[0]) if client else None


def parse_address(text: str) -> Address | None:
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
