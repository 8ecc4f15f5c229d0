"""Tokens: what a person and a network may spend on all routes together, at a steady rate."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil

from playground.api.accounts import Bound
from playground.session.refusals import Refusal, Refused

MINUTE_S = 60.0
MAX_KEPT = 50_000
"""Keys; those that are full again are forgotten first."""


class Tokens:
    """So many come in a minute as a bound says, and no more are kept.

    For each key there is only the time at which it will be full again (the generic cell rate algorithm).
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._full_at: dict[str, float] = {}

    def spend(self, price: int, *bounds: Bound) -> None:
        """Take the price under each of the bounds, or under none. Raises `TOO_FAST`."""
        now, full_at = self._clock(), {}
        wait = 0.0
        for key, most in ((bound.key, bound.most) for bound in bounds):
            # What costs more than comes in a minute can be had once a minute.
            full_at[key] = (
                max(now, self._full_at.get(key, now)) + min(price, most) * MINUTE_S / most
            )
            wait = max(wait, full_at[key] - now - MINUTE_S)
        if wait > 1e-6:
            raise Refused(Refusal.TOO_FAST, seconds=max(1, ceil(wait)))
        self._full_at |= full_at
        if len(self._full_at) > MAX_KEPT:
            self._forget(now)

    def _forget(self, now: float) -> None:
        kept = {key: at for key, at in self._full_at.items() if at > now}
        if len(kept) > MAX_KEPT:
            fullest = sorted(kept, key=kept.__getitem__)[: len(kept) - MAX_KEPT // 2]
            for key in fullest:
                del kept[key]
        self._full_at = kept
