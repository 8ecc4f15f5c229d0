"""Tokens: what a person and an address may spend on all routes together, at a steady rate."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from playground.session.refusals import Refusal, Refused

MINUTE_S = 60.0
MAX_KEPT = 50_000
"""Accounts; those that are full again are forgotten first."""


@dataclass(frozen=True, slots=True)
class Account:
    """So many tokens come in a minute to this key, and no more are kept; None is never counted."""

    per_minute: int
    key: str | None

    @property
    def counts(self) -> bool:
        return self.per_minute > 0 and self.key is not None


class Tokens:
    """For each account only the time at which it will be full again (the generic cell rate algorithm)."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._full_at: dict[str, float] = {}

    def spend(self, price: int, *accounts: Account) -> None:
        """Take the price from each of the accounts, or from none. Raises `TOO_FAST`."""
        now, full_at = self._clock(), {}
        wait = 0.0
        for account in accounts:
            if not account.counts:
                continue
            key = str(account.key)
            # What costs more than comes in a minute can be had once a minute.
            took = min(price, account.per_minute) * MINUTE_S / account.per_minute
            full_at[key] = max(now, self._full_at.get(key, now)) + took
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
