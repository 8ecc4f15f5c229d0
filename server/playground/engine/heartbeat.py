"""The heartbeat of a trainer: beaten by a thread of its own there, listened to in the web process."""

from __future__ import annotations

import threading
import time

from playground.engine.current_run import CurrentRun

BEAT_EVERY = 0.25
LOOK_EVERY = 0.5
SILENT_LOOKS = 6
"""Looks without a beat after which a process is taken for stopped: 3 s. They are counted, not timed:
where the web process was itself held up, nobody is blamed for it.
"""
LONGEST_TURN = 60.0
"""Seconds of work without an end to one turn, longer than any step that is admitted: a loop that is dead."""


class Listening:
    """One trainer's signs of life, as they are seen `LOOK_EVERY` seconds."""

    def __init__(self, page: CurrentRun) -> None:
        self._page = page
        self._beats, self._turns = page.beats_and_turns
        self._silent = self._stuck = 0

    def look(self) -> str | None:
        """Look once more; return why the trainer is to be taken for lost, if it is."""
        beats, turns = self._page.beats_and_turns
        self._silent = self._silent + 1 if beats == self._beats else 0
        working = bool(self._page.run)
        self._stuck = self._stuck + 1 if turns == self._turns and working else 0
        self._beats, self._turns = beats, turns
        if self._silent >= SILENT_LOOKS:
            return "stopped"
        if self._stuck >= LONGEST_TURN / LOOK_EVERY:
            return "stuck"
        return None


def beat_forever(page: CurrentRun) -> None:
    """Start the thread that beats, also during a step of many seconds: torch lets go of Python."""

    def beat() -> None:
        while True:
            page.beat()
            time.sleep(BEAT_EVERY)

    threading.Thread(target=beat, name="heartbeat", daemon=True).start()
