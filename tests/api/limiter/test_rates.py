"""Rates by key: what a window gives at once, how it comes back, and that memory has a bound."""

from __future__ import annotations

import pytest

from playground.api.accounts import Bound
from playground.api.limiter.rates import HOUR_S, MAX_KEPT, MINUTE_S, Rate, Rates
from playground.session.refusals import Refusal, Refused


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def rate(key: str, most: int, window_s: float = MINUTE_S) -> Rate:
    return Rate("thing", window_s, (Bound(key, most),))


def left(rates: Rates, rate: Rate) -> int:
    """How many can be taken now, one by one."""
    for count in range(1000):
        try:
            rates.spend(rate)
        except Refused:
            return count
    return 1000


def test_what_was_taken_comes_back_at_a_steady_pace_and_is_not_hoarded() -> None:
    clock = Clock()
    rates, mine = Rates(clock), rate("a", 60)
    assert left(rates, mine) == 60
    clock.now += 5
    assert left(rates, mine) == 5
    clock.now += 10_000
    assert left(rates, mine) == 60
    assert left(rates, rate("b", 60)) == 60


def test_windows_of_one_kind_are_apart() -> None:
    clock = Clock()
    rates = Rates(clock)
    both = (rate("a", 2), rate("a", 3, HOUR_S))
    rates.spend(*both)
    rates.spend(*both)
    with pytest.raises(Refused) as refused:
        rates.spend(*both)
    assert refused.value.params == {"seconds": 30}
    clock.now += 60
    rates.spend(*both)
    with pytest.raises(Refused) as refused:
        rates.spend(*both)
    assert refused.value.params == {"seconds": 1140}


def test_a_price_is_taken_at_all_rates_or_none_and_it_is_told_how_long_to_wait() -> None:
    clock = Clock()
    rates, mine, ours = Rates(clock), rate("mine", 60), rate("ours", 30)
    rates.spend(mine, ours, price=20)
    with pytest.raises(Refused) as refused:
        rates.spend(mine, ours, price=20)
    assert refused.value.reason is Refusal.TOO_FAST
    assert refused.value.params == {"seconds": 20}
    assert left(rates, mine) == 40
    clock.now += 20
    rates.spend(ours, price=20)


def test_what_costs_more_than_a_minute_gives_can_be_had_once_a_minute() -> None:
    clock = Clock()
    rates, mine = Rates(clock), rate("a", 10)
    rates.spend(mine, price=100)
    with pytest.raises(Refused):
        rates.spend(mine)
    clock.now += 60
    rates.spend(mine, price=100)


def test_keys_that_are_full_again_are_forgotten() -> None:
    clock = Clock()
    rates = Rates(clock)
    for number in range(MAX_KEPT):
        rates.spend(rate(str(number), 60))
    clock.now += 2
    rates.spend(rate("last", 60))
    assert len(rates) == 1


def test_however_many_come_so_many_are_kept_and_not_who_has_least_left() -> None:
    rates, spent = Rates(Clock()), rate("spent", 3, HOUR_S)
    assert left(rates, spent) == 3
    for number in range(4 * MAX_KEPT):
        rates.spend(rate(str(number), 3, HOUR_S))
        assert len(rates) <= MAX_KEPT
    assert left(rates, spent) == 0
