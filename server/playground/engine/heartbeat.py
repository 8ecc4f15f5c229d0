"""The heartbeat of a trainer: beaten by a thread of its own there, listened to in the web process."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from playground.engine.current_run import CurrentRun

BEAT_EVERY = 0.25
LOOK_EVERY = 0.5
SILENT_LOOKS = 6
"""Looks without a beat after which a process is taken for stopped: 3 s. They are counted, not timed:
where the web process was itself held up, nobody is blamed for it.
"""
LONGEST_TURN = 60.0
"""Seconds of work without an end to one turn, longer than any step that is admitted: a loop that is dead."""
LONGEST_STEP = 20.0
"""Seconds of a processor that one turn may take in a trainer of slow runs. It has the lowest rank, and
on busy cores they may be minutes.
"""
LONGEST_TURN_APART = 600.0

Fault = Literal["stopped", "stuck", "too slow"]


class Listening:
    """One trainer's signs of life, as they are seen `LOOK_EVERY` seconds.

    One that is `apart`, of slow runs, is judged by what it works and not by the time that it takes:
    `waits` tells whether it is ready to work and has no core to do so.
    """

    def __init__(
        self,
        page: CurrentRun,
        *,
        apart: bool = False,
        waits: Callable[[], bool] = lambda: False,
    ) -> None:
        self._page, self._apart, self._waits = page, apart, waits
        self._longest_turn = LONGEST_TURN_APART if apart else LONGEST_TURN
        self._worked = page.worked_s
        self._beats, self._turns = page.beats_and_turns
        self._silent = self._stuck = 0

    def look(self) -> Fault | None:
        """Look once more; return why the trainer is to be taken for lost, if it is."""
        beats, turns = self._page.beats_and_turns
        self._silent = self._silent + 1 if beats == self._beats else 0
        working = bool(self._page.run)
        self._stuck = self._stuck + 1 if turns == self._turns and working else 0
        worked = self._page.worked_s
        if not self._stuck:
            self._worked = worked
        self._beats, self._turns = beats, turns
        if self._silent >= SILENT_LOOKS and not (self._apart and self._waits()):
            return "stopped"
        if self._stuck >= self._longest_turn / LOOK_EVERY:
            return "stuck"
        if self._apart and worked - self._worked > LONGEST_STEP:
            return "too slow"
        return None


def waits_for_a_core(pid: int) -> bool:
    """Tell whether a thread of the process is ready to run, which one that is stopped is not; on Linux."""
    states = set()
    for path in Path(f"/proc/{pid}/task").glob("*/stat"):
        with contextlib.suppress(OSError):
            states.add(path.read_text().rpartition(")")[2].split()[0])
    return "R" in states


def beat_forever(page: CurrentRun) -> None:
    """Start the thread that beats, also during a step of many seconds: torch lets go of Python."""

    def beat() -> None:
        while True:
            page.beat()
            time.sleep(BEAT_EVERY)

    threading.Thread(target=beat, name="heartbeat", daemon=True).start()
