"""Addresses of those who ask: whom a limit by address concerns, and whose word is believed."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import Scope

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

FORWARDING = ("forwarded", "via", "x-real-ip", "true-client-ip", "cf-connecting-ip", "x-client-ip")
"""And all that begin with `x-forwarded-`: what proxies say of whom they ask for."""
HOPS = 32
"""Proxies in a row, and no more: each takes some time to look at."""
IPV6_SUBSCRIBER = 64
"""Bits: who has one IPv6 address has 2⁶⁴ of them."""
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""In its last 32 bits stands the address of who asks by IPv4."""


def address_of(
    scope: Scope, headers: Headers, trusted: Sequence[Network], *, opened: bool = False
) -> str | None:
    """Whose limits count. What a proxy says is believed of trusted ones only.

    This machine's own user has none (see `is_own_user`), unless the server is opened to others.
    """
    peer = peer_of(scope)
    if peer is None:
        return "unknown"
    if within(peer, trusted):
        # From the right: what stands further left may be the caller's own invention.
        named = ",".join(headers.getlist("x-forwarded-for")).rsplit(",", HOPS)
        for text in reversed(named[-HOPS:]):
            found = parse_address(text)
            if found is None:
                break
            peer = found
            if not within(found, trusted):
                break
        return subscriber(peer)
    return None if not opened and is_own_user(peer, scope, headers) else subscriber(peer)


def is_own_user(peer: Address, scope: Scope, headers: Headers) -> bool:
    """Whether somebody at this very machine asks, and no proxy on it for somebody else.

    A proxy shows by what it says of whom it asks for, by the name under which the page was opened
    (`Host`, and what a browser tells of the page), or by asking in HTTP/1.0, as nginx does unless
    it is told otherwise. One that hides all of that cannot be told from a user: a server that is
    opened to others has their address as an `--origin`, or `--behind-proxy`, and then nobody is its
    own user.
    """
    if not peer.is_loopback or scope.get("http_version") == "1.0":
        return False
    if any(name in FORWARDING or name.startswith("x-forwarded-") for name in headers):
        return False
    pages = (*headers.getlist("origin"), *headers.getlist("referer"))
    hosts = [*headers.getlist("host"), *(page.partition("://")[2] for page in pages)]
    return bool(hosts) and all(map(is_here, hosts))


def is_here(host: str) -> bool:
    """Whether the host of an address, as a browser shows it, is this machine."""
    name = host.partition("/")[0].lower()
    if name.partition(":")[0] == "localhost":
        return True
    found = parse_address(name)
    return found is not None and found.is_loopback


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
    """Return for whom an address counts: an IPv6 network, or the address of IPv4 that it stands for."""
    meant = address if address.version == 4 else translated(address)
    if meant is not None:
        return str(meant)
    return str(ipaddress.ip_network((address, IPV6_SUBSCRIBER), strict=False))


def translated(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return who asks by IPv4 and comes through a gateway: 6to4 (65,536 networks each), Teredo, NAT64.

    Nobody is trusted for it, nor this machine's own user: a private one is believed of none of them.
    """
    meant = address.sixtofour
    if address.teredo is not None:
        meant = address.teredo[1]
    elif address in NAT64:
        meant = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return meant if meant is not None and meant.is_global else None
