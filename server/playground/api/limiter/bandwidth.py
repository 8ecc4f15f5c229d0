"""Bandwidth: what the pictures of a page, and of all pages at one address, go through."""

from __future__ import annotations

from weakref import WeakValueDictionary

from playground.api.limits import Limits
from playground.session.bandwidth_share import BandwidthShare

KB = 1000


class Bandwidth:
    """An address's share lasts as long as one of its streams holds it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._shared: WeakValueDictionary[str, BandwidthShare] = WeakValueDictionary()

    def shares(self, address: str | None) -> tuple[BandwidthShare, ...]:
        """Return what one more stream from this address sends through."""
        limits, shares = self._limits, []
        if limits.viewer_bandwidth:
            shares.append(BandwidthShare(limits.viewer_bandwidth * KB))
        if limits.address_bandwidth and address is not None:
            shared = BandwidthShare(limits.address_bandwidth * KB)
            shares.append(self._shared.setdefault(address, shared))
        return tuple(shares)
