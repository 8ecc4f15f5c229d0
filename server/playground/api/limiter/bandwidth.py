"""Bandwidth: what the pictures of a page, and of all pages from one network, go through."""

from __future__ import annotations

from weakref import WeakValueDictionary

from playground.api.accounts import Network
from playground.api.limits import KB, Limits
from playground.session.bandwidth_share import BandwidthShare


class Bandwidth:
    """A network's share lasts as long as one of its streams holds it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._shared: WeakValueDictionary[str, BandwidthShare] = WeakValueDictionary()

    def shares(self, networks: tuple[Network, ...]) -> tuple[BandwidthShare, ...]:
        """Return what one more stream from these networks sends through."""
        limits, shares = self._limits, []
        if limits.viewer_bandwidth:
            shares.append(BandwidthShare(limits.viewer_bandwidth * KB))
        for each in networks if limits.address_bandwidth else ():
            shared = BandwidthShare(each.most(limits.address_bandwidth) * KB)
            shares.append(self._shared.setdefault(each.key, shared))
        return tuple(shares)
