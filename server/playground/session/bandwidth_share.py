"""A line with a bandwidth, which those who send through it share fairly."""

from __future__ import annotations

import math


class BandwidthShare:
    def __init__(self, bytes_per_s: float) -> None:
        self._bytes_per_s = bytes_per_s
        self._free_at = -math.inf

    def carry(self, size: int, now: float) -> float:
        """Return when all that was sent so far is through: whoever sends again only then gets a fair part.

        Times are of the event loop's clock, in seconds.
        """
        self._free_at = max(now, self._free_at) + size / self._bytes_per_s
        return self._free_at
