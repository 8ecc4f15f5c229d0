"""What the server waits for and how long, without a socket."""

from __future__ import annotations

import logging

import pytest

from playground.api import patience as of_patience
from playground.api.log_rate import MAX_ALIKE, LinesRate
from playground.api.patience import Patience, Watch, make_room

PATIENCE = Patience(request_s=10, body_rate=2000, unread_s=30)


def test_a_stage_lasts_from_when_it_was_first_seen() -> None:
    watch = Watch()
    assert [watch.seconds_in("head", now) for now in (5, 9)] == [0, 4]
    assert watch.seconds_in("answer", 10) == 0
    watch.restart()
    assert watch.seconds_in("answer", 12) == 0


def test_a_body_must_bring_its_rate_and_may_bring_it_at_once() -> None:
    watch = Watch()
    assert not any(watch.lags("body", 2000 * now, now, PATIENCE) for now in range(100))
    trickled = Watch()
    lags = [trickled.lags("body", 100 * now, now, PATIENCE) for now in range(13)]
    assert lags == [False] * 11 + [True] * 2


def test_where_it_is_crowded_nobody_is_waited_for_longer_than_else() -> None:
    assert PATIENCE.hurried.request_s < PATIENCE.request_s
    assert PATIENCE.hurried.unread_s < PATIENCE.unread_s
    assert Patience(1, 2000, 2).hurried == Patience(1, 2000, 2)


def test_who_reads_is_waited_for() -> None:
    watch = Watch()
    assert [watch.seconds_unread(5, now) for now in (0, 3, 6)] == [0, 3, 6]
    assert watch.seconds_unread(4, 7) == 0
    assert watch.seconds_unread(9, 9) == 2
    watch.reads()
    assert watch.seconds_unread(9, 11) == 0
    assert watch.seconds_unread(0, 20) == 0
    assert watch.seconds_unread(9, 21) == 0


class Reader:
    def __init__(self, unread: int, since: float | None) -> None:
        self.watch, self.waits, self.gone = Watch(), unread, False
        if since is not None:
            self.watch.seconds_unread(unread, since)

    def overdue(self, now: float, patience: Patience) -> str | None:
        return None

    def unread(self) -> int:
        return self.waits

    def abort(self) -> None:
        self.gone = True


def test_who_has_not_read_for_longest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_patience, "MAX_UNREAD", 100)
    long, short, new, own = Reader(40, 1), Reader(60, 5), Reader(50, None), Reader(50, None)
    make_room([short, new, long, own], own)
    assert [each.gone for each in (long, short, new, own)] == [True, True, False, False]


def test_lines_that_anybody_can_cause_are_few() -> None:
    bounded = LinesRate()

    def passes(text: str, at: float) -> bool:
        record = logging.LogRecord("uvicorn.error", logging.WARNING, "", 0, text, None, None)
        record.created = at
        return bounded.filter(record)

    assert sum(passes("Invalid HTTP request received.", 100) for _ in range(500)) == MAX_ALIKE
    assert passes("another", 101)
    assert passes("Invalid HTTP request received.", 161)
