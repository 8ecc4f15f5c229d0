"""Rates: how often something may be done in a minute or an hour. Counts live in memory alone."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import chain

from limits import RateLimitItem
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from playground.api.accounts import Bound
from playground.session.refusals import Refusal, Refused

HOUR_S = 3600.0
"""The longest window."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Events of the kind `what` in a window, as many as bounds allow."""

    what: str
    window: type[RateLimitItem]
    bounds: tuple[Bound, ...]

    @property
    def items(self) -> list[tuple[RateLimitItem, str]]:
        return [(self.window(each.most, namespace=self.what), each.key) for each in self.bounds]


class Rates:
    """The recent events, by limit and key."""

    def __init__(self) -> None:
        self._rates = MovingWindowRateLimiter(MemoryStorage())
        self._counted: dict[tuple[RateLimitItem, str], float] = {}
        self._forgot_at = time.monotonic()

    def spend(self, *rates: Rate) -> None:
        """Count one of each, or none. Raises `TOO_FAST`."""
        full = [self.seconds_until_room(rate) for rate in rates if not self.has_room(rate)]
        if full:
            raise Refused(Refusal.TOO_FAST, seconds=max(full))
        self.hit(*rates)

    def hit(self, *rates: Rate) -> None:
        """Count one of each."""
        now = time.monotonic()
        for item, key in chain.from_iterable(rate.items for rate in rates):
            self._rates.hit(item, key)
            self._counted[item, key] = now
        if now - self._forgot_at > HOUR_S:
            self._forget(now)

    def _forget(self, now: float) -> None:
        """Clear old keys: the storage keeps one for ever, if it is not told that nobody asks for it again."""
        self._forgot_at = now
        for (item, key), hit in list(self._counted.items()):
            if now - hit > HOUR_S:
                self._rates.clear(item, key)
                del self._counted[item, key]

    def has_room(self, rate: Rate) -> bool:
        return all(self._rates.test(item, key) for item, key in rate.items)

    def seconds_until_room(self, rate: Rate) -> int:
        full = [each for each in rate.items if not self._rates.test(*each)]
        resets = [self._rates.get_window_stats(*each).reset_time for each in full]
        return max(1, round(max(resets, default=0.0) - time.time()))
