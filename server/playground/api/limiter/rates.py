"""Rates: how often something may be done in a minute or an hour. Counts live in memory alone."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import chain

from limits import RateLimitItem
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from playground.api.addresses import IN_A_SITE, site_of
from playground.session.refusals import Refusal, Refused

HOUR_S = 3600.0
"""The longest window."""


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `max` events of the kind `what` in a window, for one `key`; None is never counted."""

    what: str
    window: type[RateLimitItem]
    max: int
    key: str | None

    @property
    def counts(self) -> bool:
        return self.max > 0 and self.key is not None

    @property
    def item(self) -> RateLimitItem:
        return self.window(self.max, namespace=self.what)

    @property
    def all(self) -> tuple[Rate, ...]:
        """The rate itself, and that of the site that its key is an address of."""
        site = site_of(self.key) if self.key is not None else None
        if site is None:
            return (self,)
        return (self, Rate(f"{self.what} site", self.window, self.max * IN_A_SITE, site))


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
        for rate in chain.from_iterable(each.all for each in rates):
            if rate.counts:
                self._rates.hit(rate.item, str(rate.key))
                self._counted[rate.item, str(rate.key)] = now
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
        return all(map(self._has_room, rate.all))

    def seconds_until_room(self, rate: Rate) -> int:
        full = [each for each in rate.all if not self._has_room(each)] or [rate]
        resets = [
            self._rates.get_window_stats(each.item, str(each.key)).reset_time for each in full
        ]
        return max(1, round(max(resets) - time.time()))

    def _has_room(self, rate: Rate) -> bool:
        return not rate.counts or self._rates.test(rate.item, str(rate.key))
