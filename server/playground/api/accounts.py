"""Accounts: whom what somebody does counts for, the person and the networks that they come from.

There is no other way from a caller to a bound than through these, so none can be passed by with a
new IPv6 network for each try: who has a site has 65,536 of them.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from playground.api.addresses import IPV6_SUBSCRIBER

IPV6_SITE = 48
"""Bits: a school or a company gets so many, and anybody from a tunnel broker."""
IN_A_SITE = 8
"""Times what one address may."""


@dataclass(frozen=True, slots=True)
class Network:
    """An address of IPv4, a subscriber with IPv6 or a site of those: `times` what an address may."""

    key: str
    times: int = 1

    def most(self, of_address: int, whole: int = 0) -> int:
        """Return what all in it may together, where one address may so much (0: as they like).

        Of what there is a `whole` (0: there is none), a site has no more than half, or than an
        address: it leaves something to others.
        """
        wide = of_address * self.times
        return min(wide, max(of_address, whole // 2)) if whole else wide


@dataclass(frozen=True, slots=True)
class Bound:
    """So much may be had under this key."""

    key: str
    most: int


@lru_cache(maxsize=4096)
def networks_of(address: str | None) -> tuple[Network, ...]:
    """Return the networks of what `address_of` found, the widest last; none for this machine's own user."""
    if address is None:
        return ()
    if ":" not in address or not address.endswith(f"/{IPV6_SUBSCRIBER}"):
        return (Network(address),)
    return in_order(address, str(ipaddress.IPv6Network(address).supernet(new_prefix=IPV6_SITE)))


def in_order(*keys: str) -> tuple[Network, ...]:
    """Return the networks with these keys, an address's first and its site's after it, if it has one."""
    return tuple(map(Network, keys, (1, IN_A_SITE)))


def bounds_of(
    person: str | None, networks: Iterable[Network], *, own: int = 0, address: int = 0
) -> tuple[Bound, ...]:
    """Return what counts for a person and for networks; 0 is for no bound, and None for nobody."""
    found = [Bound(f"person {person}", own)] if person is not None else []
    found += (Bound(f"network {each.key}", each.most(address)) for each in networks)
    return tuple(each for each in found if each.most)
