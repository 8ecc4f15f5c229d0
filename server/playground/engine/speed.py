"""Steps a second, over the last second."""

from __future__ import annotations

from collections import deque

WINDOW = 1.0
"""Seconds."""


class Speed:
    def __init__(self) -> None:
        self._turns: deque[tuple[float, int]] = deque()
        self._steps = 0

    def add(self, now: float, steps: int) -> None:
        """Note that so many steps were made up to now. The first turn only starts the watch."""
        if self._turns:
            self._steps += steps
        self._turns.append((now, steps))

    def at(self, now: float) -> float:
        """Give steps a second: 0 when nothing was added since `forget`."""
        # One turn older than the window stays: the time since it is the time of the others.
        while len(self._turns) > 2 and now - self._turns[1][0] > WINDOW:
            self._turns.popleft()
            self._steps -= self._turns[0][1]
        elapsed = now - self._turns[0][0] if self._turns else 0.0
        return self._steps / elapsed if elapsed > 0 else 0.0

    def forget(self) -> None:
        """Begin anew: the run stands still."""
        self._turns.clear()
        self._steps = 0
