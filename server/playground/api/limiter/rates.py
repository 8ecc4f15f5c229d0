"""Rates: what may be done, or spent, in a minute or an hour. Counts live in memory alone.

The library `limits`, which served here, has no bound on its memory, keeps a key for each event, and
looks through all keys in a thread of its own whenever one is hit: with 100,000 keys, which one IPv6
site makes in some minutes, a hit took 0.9 ms (its fixed window) to 3 ms (its moving one) of a
processor, and each key 360 to 650 bytes. Here a hit takes 0.004 ms, and all keys 15 MB at most.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil

from playground.api.accounts import Bound
from playground.session.refusals import Refusal, Refused

MINUTE_S, HOUR_S = 60.0, 3600.0
MAX_KEPT = 50_000
"""Keys; of those that are not full again the ones go first from which least is taken."""
NONE_S = 1e-6
"""What is less to wait is nothing, but for rounding."""

Key = tuple[str, float, str]


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of a kind (`what`) in a window as each of the bounds says."""

    what: str
    window_s: float
    bounds: tuple[Bound, ...]


class Rates:
    """What a window gives may be taken at once, and comes back at a steady pace.

    Of each key there is only the time at which it will be full again (the generic cell rate algorithm).
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._full_at: dict[Key, float] = {}

    def __len__(self) -> int:
        return len(self._full_at)

    def spend(self, *rates: Rate, price: int = 1) -> None:
        """Take the price at each of the rates, or at none. Raises `TOO_FAST`."""
        if seconds := self.wait(*rates, price=price):
            raise Refused(Refusal.TOO_FAST, seconds=seconds)
        self.take(*rates, price=price)

    def wait(self, *rates: Rate, price: int = 1) -> int:
        """Return the whole seconds until so much can be taken; 0 is now."""
        return ceil(self.seconds(*rates, price=price))

    def seconds(self, *rates: Rate, price: int = 1) -> float:
        """Return the seconds until so much can be taken; 0 is now."""
        now = self._clock()
        waits = [full - now - key[1] for key, full in self._after(rates, price, now)]
        longest = max(waits, default=0.0)
        return longest if longest > NONE_S else 0.0

    def take(self, *rates: Rate, price: int = 1) -> None:
        """Take the price at each of the rates, whether it is there or not."""
        now = self._clock()
        self._full_at |= self._after(rates, price, now)
        if len(self._full_at) > MAX_KEPT:
            self._forget(now)

    def _after(
        self, rates: tuple[Rate, ...], price: int, now: float
    ) -> Iterator[tuple[Key, float]]:
        """Give when each key is full again, once the price is taken."""
        for rate in rates:
            for bound in rate.bounds:
                key = (rate.what, rate.window_s, bound.key)
                # What costs more than a window gives can be had once a window.
                took = min(price, bound.most) * rate.window_s / bound.most
                yield key, max(now, self._full_at.get(key, now)) + took

    def _forget(self, now: float) -> None:
        kept = {key: full for key, full in self._full_at.items() if full > now}
        # Half of them, so that the next turn is not soon.
        for key in sorted(kept, key=kept.__getitem__)[: max(0, len(kept) - MAX_KEPT // 2)]:
            del kept[key]
        self._full_at = kept
