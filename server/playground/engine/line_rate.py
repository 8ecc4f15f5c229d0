"""The rate of lines: of a kind so many are written in a time, and the others are counted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass

Tell = Callable[[Hashable, int], None]

MAX_KINDS = 500
"""Kinds that are known at a time: past those, all new ones are one."""


@dataclass(slots=True)
class _Time:
    began: float
    lines: int = 0
    hidden: int = 0


class Rate:
    """Lets so many of a kind through in a time; `tell` hears how many more there were, once it is over.

    Threads may share it.
    """

    def __init__(self, within_s: float, tell: Tell) -> None:
        self._within_s, self._tell = within_s, tell
        self._times: dict[Hashable, _Time] = {}
        self._lock = threading.Lock()

    def admits(self, kind: Hashable, most: int, now: float) -> bool:
        """Whether one more of this kind is let through now."""
        self.settle(now)
        with self._lock:
            if kind not in self._times and len(self._times) >= MAX_KINDS:
                kind = None
            of_it = self._times.setdefault(kind, _Time(now))
            if of_it.lines < most:
                of_it.lines += 1
                return True
            of_it.hidden += 1
            return False

    def settle(self, now: float, *, all: bool = False) -> None:
        """Tell of the kinds whose time is over, or of all."""
        gone = []
        with self._lock:
            # In the order in which their times began.
            while self._times:
                kind, of_it = next(iter(self._times.items()))
                if not all and now - of_it.began < self._within_s:
                    break
                del self._times[kind]
                gone.append((kind, of_it.hidden))
        for kind, hidden in gone:
            if hidden:
                self._tell(kind, hidden)
