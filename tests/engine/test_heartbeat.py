"""What a trainer's signs of life are taken for."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from playground.engine.current_run import CurrentRun, shared_file
from playground.engine.heartbeat import (
    LONGEST_STEP,
    LONGEST_TURN,
    LOOK_EVERY,
    SILENT_LOOKS,
    Listening,
    waits_for_a_core,
)
from support.web import until


def looks(*, beats: bool, turns: bool, run: str) -> tuple[str | None, int]:
    """What is found, and at which look, when so much happens between each two."""
    with shared_file() as file:
        page = CurrentRun(file.fileno())
    page.set(run)
    listening = Listening(page)
    for number in range(1, 1000):
        if beats:
            page.beat()
        if turns:
            page.set(run)
        if (found := listening.look()) is not None:
            return found, number
    return None, 0


@pytest.mark.parametrize("run", ["", "a"])
def test_a_process_without_a_beat_is_stopped_within_five_seconds(run: str) -> None:
    assert looks(beats=False, turns=False, run=run) == ("stopped", SILENT_LOOKS)
    assert SILENT_LOOKS * LOOK_EVERY < 5.0


def test_a_turn_without_an_end_is_a_loop_that_is_dead() -> None:
    assert looks(beats=True, turns=False, run="a") == ("stuck", LONGEST_TURN / LOOK_EVERY)


def test_a_trainer_that_works_or_has_nothing_to_do_is_alive() -> None:
    assert looks(beats=True, turns=True, run="a") == (None, 0)
    assert looks(beats=True, turns=False, run="") == (None, 0)


def test_the_page_tells_a_run_whatever_is_beaten() -> None:
    with shared_file() as file:
        page = CurrentRun(file.fileno())
    page.beat()
    page.set("a" * 200)
    page.beat()
    assert (page.run, page.beats_and_turns) == ("a" * 112, (2, 1))


def test_what_trains_slow_runs_is_judged_by_what_it_works_and_not_by_the_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worked = 0.0
    monkeypatch.setattr(time, "process_time", lambda: worked)
    with shared_file() as file:
        page = CurrentRun(file.fileno())
    page.set("a")
    listening = Listening(page, apart=True)

    def look(works: float) -> str | None:
        nonlocal worked
        worked += works
        page.beat()
        return listening.look()

    # On busy cores a step is minutes long.
    assert {look(0.01) for _ in range(int(5 * LONGEST_TURN / LOOK_EVERY))} == {None}
    page.set("a")
    assert look(LONGEST_STEP) is None
    page.set("a")
    assert look(0.1) is None
    assert look(LONGEST_STEP - 1) is None
    assert look(1.5) == "too slow"


def test_what_has_no_core_is_not_taken_for_stopped_where_it_gives_way_to_all() -> None:
    waiting = [True] * 50
    with shared_file() as file:
        page = CurrentRun(file.fileno())
    page.set("a")
    listening = Listening(page, apart=True, waits=lambda: waiting.pop() if waiting else False)
    found = [listening.look() for _ in range(SILENT_LOOKS + 50)]
    assert found == [None] * (SILENT_LOOKS + 49) + ["stopped"]


@pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc")
def test_a_process_that_is_stopped_waits_for_no_core() -> None:
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as process:
        until(lambda: waits_for_a_core(process.pid))
        process.send_signal(signal.SIGSTOP)
        until(lambda: not waits_for_a_core(process.pid))
        process.kill()
    assert not waits_for_a_core(process.pid)
