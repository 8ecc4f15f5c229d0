"""Lines that anybody can cause are few, the first of a kind comes, and how many there were is told."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import pytest
import structlog

from playground.api.log_rate import (
    MORE,
    OTHERS_A_SECOND,
    REFUSALS_A_SECOND,
    EventsRate,
)
from playground.engine.line_rate import MAX_KINDS, Rate
from support.web import web

REFUSED = 5000


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class Written:
    """A log whose lines are kept."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.rate = EventsRate(self.clock)
        self.lines: list[dict[str, Any]] = []

    def __call__(self, method: str, event: str, **values: Any) -> None:
        try:
            self.rate(None, method, {"event": event, **values})
        except structlog.DropEvent:
            return
        self.lines.append({"event": event, "level": method, **values})

    def of(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["event"] == event]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Written:
    written = Written()

    class Teller:
        def __getattr__(self, method: str) -> Any:
            return lambda event, **values: written(method, event, **values)

    monkeypatch.setattr("playground.api.log_rate._log", Teller())
    return written


def test_refusals_have_few_lines_a_second_and_are_counted(log: Written) -> None:
    for _ in range(REFUSED):
        log("info", "request", status=403)
    assert len(log.of("request")) == REFUSALS_A_SECOND
    log.clock.now += 1.0
    log.rate.settle()
    (more,) = log.of(MORE)
    assert (more["of"], more["outcome"]) == ("request", 403)
    assert more["count"] == REFUSED - REFUSALS_A_SECOND
    log("info", "request", status=403)
    assert len(log.of("request")) == REFUSALS_A_SECOND + 1
    log.rate.settle(all=True)
    assert len(log.of(MORE)) == 1


def test_what_is_done_is_not_hidden_by_what_is_refused(log: Written) -> None:
    for _ in range(200):
        log("info", "request", status=429)
        log("info", "request", status=200)
        log("info", "stream_closed", code=1000)
        log("info", "stream_closed", code=4401)
    outcomes = [line.get("status", line.get("code")) for line in log.lines]
    assert outcomes.count(200) == outcomes.count(1000) == 200
    assert outcomes.count(429) == outcomes.count(4401) == REFUSALS_A_SECOND


def test_each_outcome_shows_however_many_others_there_are(log: Written) -> None:
    for _ in range(REFUSED):
        log("info", "request", status=429)
    log("info", "request", status=503)
    assert log.lines[-1]["status"] == 503


def test_errors_are_bounded_and_the_first_of_each_comes(log: Written) -> None:
    for name in ("not saved", "unexpected", "tick"):
        for _ in range(1000):
            log("error", name)
    for name in ("not saved", "unexpected", "tick"):
        assert len(log.of(name)) == REFUSALS_A_SECOND
    log.rate.settle(all=True)
    assert [line["level"] for line in log.of(MORE)] == ["error"] * 3


def test_a_line_a_request_has_a_bound_too(log: Written) -> None:
    for _ in range(REFUSED):
        log("info", "request", status=200)
    assert len(log.lines) == OTHERS_A_SECOND


def test_kinds_without_end_are_one_kind() -> None:
    told: list[tuple[object, int]] = []
    rate = Rate(1.0, lambda kind, count: told.append((kind, count)))
    passed = sum(rate.admits(f"text {n}", 1, 0.0) for n in range(10 * MAX_KINDS))
    assert passed == MAX_KINDS + 1
    rate.settle(2.0)
    assert told == [(None, 9 * MAX_KINDS - 1)]


def test_threads_share_it() -> None:
    rate, passed = Rate(1.0, lambda kind, count: None), []

    def ask() -> None:
        passed.append(sum(rate.admits("alike", 100, 0.0) for _ in range(2000)))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sum(passed) == 100


def test_a_server_writes_few_lines_of_thousands_of_refusals(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with web(log_json=True) as running:
        began = time.monotonic()
        for _ in range(1500):
            running.http.get("/api/sessions/none", headers={"Origin": "http://evil.example"})
        seconds = time.monotonic() - began
        running.http.get("/api/presets")
    text = capsys.readouterr().out
    told = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    refused = [line for line in told if line.get("status") == 403]
    hidden = [line for line in told if line["event"] == MORE]
    assert len(refused) + sum(line["count"] for line in hidden) == 1500
    assert len(refused) <= (seconds + 1) * REFUSALS_A_SECOND
    assert hidden
    assert any(line.get("status") == 200 for line in told)
