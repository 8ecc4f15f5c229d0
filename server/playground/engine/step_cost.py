"""The cost of a run for those that share its trainer: what its steps take, as measured.

A step is made at one go, and all else in pieces that are about as long: nobody has a turn meanwhile.
"""

from __future__ import annotations

from collections import deque

LONGEST_TRIAL = 0.2
"""Seconds that a step may take by its estimate where others wait for it: it is an upper bound, four
times too high on the cores that it was measured on.
"""

SLOW = 0.050
"""Seconds a step above which a run is to train apart."""
QUICK = SLOW / 2
"""Seconds a step below which it may share a trainer again."""

SLOW_IN_A_ROW = 2
"""Slow steps that are believed: the first of a network may compile or allocate."""
QUICK_IN_A_ROW = 5

LONGEST_REST = 0.130
"""Seconds of a turn, beside its steps, that show a slow piece: what is short ends after 30 ms, and a
picture and a score may each begin a piece before.
"""

STAYS = 5.0
"""Seconds that a run stays apart after an edit: who drags a slider is not moved to and fro."""


class StepCost:
    """The cost of one network, from its measured turns in seconds of the device."""

    def __init__(self, now: float) -> None:
        self._since = now
        self._latest: deque[float] = deque(maxlen=QUICK_IN_A_ROW)
        self._of_steps = 0.0
        self._slow_rests = 0

    def add(self, steps: int, seconds: float) -> None:
        """Note that so many steps took so long."""
        self._latest.append(seconds / steps)
        self._of_steps += seconds

    def end_turn(self, seconds: float) -> None:
        """Note how long a turn took, with those steps and all else."""
        if seconds - self._of_steps > LONGEST_REST:
            self._slow_rests += 1
        self._of_steps = 0.0

    @property
    def is_slow(self) -> bool:
        """Whether others should not have to wait for it."""
        last = list(self._latest)[-SLOW_IN_A_ROW:]
        slow_steps = len(last) == SLOW_IN_A_ROW and min(last) > SLOW
        return slow_steps or self._slow_rests >= SLOW_IN_A_ROW

    def is_quick(self, now: float) -> bool:
        """Whether others would hardly notice it, and it has been so for a while."""
        measured = len(self._latest) == QUICK_IN_A_ROW and max(self._latest) < QUICK
        return measured and not self._slow_rests and now - self._since >= STAYS
