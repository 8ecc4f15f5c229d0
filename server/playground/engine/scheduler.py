"""The scheduler of a device: whose turn it is, and for how many steps.

It is pure: the time is passed in, in seconds.

Fairness is by device time used, as in a CPU's fair scheduler: who has used least goes first. Who
comes, or comes back, starts level with the others, so that no one lives off the past.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

CHUNK = 0.020
"""Aim for one turn: long enough that its overhead is small, short enough that none waits long."""

SLICE = 0.030
"""Seconds of a turn after which no further piece of divisible work is begun."""

CYCLE = 0.2
"""Among many, turns are shorter: each run comes up again, and shows its pictures, after so long."""

SHORTEST = 0.001
"""A frame that is nearly due cuts a turn no shorter than this."""

TICK = 1 / 60
"""A run with a pace gets its steps in turns at least this far apart: more would not be seen."""

MAX_OWED = 0.25
"""Seconds of pace that a run held up by others may catch up on."""

MAX_GROWTH = 16
"""A first measurement is mostly overhead; the next turn may be so many times as long."""


@dataclass(slots=True)
class Share:
    """One run's account. `owed` is in steps, `cost` in seconds a step, 0 until measured.

    A `busy` run has begun something other than steps, which it goes on with also when paused.
    """

    used: float
    seen: float
    pace: float | None = None
    playing: bool = False
    busy: bool = False
    owed: float = 0.0
    cost: float = 0.0
    last: int = 1
    turn: int = 0
    waiting: bool = False

    def pay(self, now: float) -> None:
        if self.pace is not None and self.playing:
            most = max(1.0, self.pace * MAX_OWED)
            self.owed = min(most, self.owed + self.pace * max(0.0, now - self.seen))
        self.seen = now

    @property
    def wants_turns(self) -> bool:
        return self.playing or self.busy

    @property
    def until_due(self) -> float:
        """Seconds until there is enough to do for a turn."""
        if self.pace is None or self.busy:
            return 0.0
        return max(0.0, (turn_of(self.pace) - self.owed) / self.pace)


def turn_of(pace: float) -> float:
    """Count the steps that a turn at this pace waits for."""
    return max(1.0, pace * TICK)


@dataclass(frozen=True, slots=True)
class Turn:
    """`run` may train for so many steps; its measured cost fits them into the aim.

    Of a busy run that is paused or paced they may be none.
    """

    run: str
    steps: int


class Scheduler:
    """Turns of the runs of one device."""

    def __init__(self) -> None:
        self._shares: dict[str, Share] = {}
        self._level = 0.0
        self._turns = 0

    @property
    def crowd(self) -> int:
        """How many runs share the device now."""
        return sum(share.wants_turns for share in self._shares.values())

    def set(
        self, run: str, now: float, *, playing: bool, pace: float | None, busy: bool = False
    ) -> None:
        """Note that a run is new, has stopped or gone on, or has another pace or something else to do."""
        share = self._shares.get(run)
        if share is None:
            share = self._shares[run] = Share(self._level, now)
        if (share.playing, share.pace, share.busy) == (playing, pace, busy):
            return
        share.pay(now)
        if (playing or busy) and not share.wants_turns:
            share.used = max(share.used, self._level)
        if playing and not share.playing:
            # The first step comes at once, not one period later.
            share.owed = 0.0 if pace is None else turn_of(pace)
        share.playing, share.pace, share.busy = playing, pace, busy

    def forget(self, run: str) -> None:
        self._shares.pop(run, None)

    def changed(self, run: str) -> None:
        """Forget what a step costs: the run's net is another now."""
        share = self._shares[run]
        share.cost, share.last = 0.0, 1

    def next(self, now: float, frame_due: dict[str, float] | None = None) -> Turn | None:
        """Choose the next turn, or None when nothing may train now. `frame_due` is a time by run."""
        ready = [run for run, share in self._shares.items() if self._ready(share, now)]
        if not ready:
            return None
        run = min(ready, key=lambda run: (self._shares[run].used, self._shares[run].turn))
        share = self._shares[run]
        self._level = max(self._level, share.used)
        self._turns += 1
        share.turn = self._turns
        until_frame = (frame_due or {}).get(run, math.inf) - now
        aim = min(CHUNK, CYCLE / self.crowd, until_frame)
        return Turn(run, self._steps(share, max(SHORTEST, aim)))

    def wait(self, now: float) -> float | None:
        """Give the seconds until a run's next turn is due; None when no run is playing or busy."""
        wanting = [share for share in self._shares.values() if share.wants_turns]
        for share in wanting:
            share.pay(now)
        return min((share.until_due for share in wanting), default=None)

    def done(self, run: str, steps: int, seconds: float) -> None:
        """Note that the run has had its turn: so many steps, in so many seconds of the device."""
        share = self._shares[run]
        share.used += seconds
        share.owed -= steps
        if steps:
            cost = seconds / steps
            share.cost = cost if not share.cost else (share.cost + cost) / 2
            share.last = steps

    def charge(self, run: str, seconds: float) -> None:
        """Charge device time that went into looking at the run, not into steps."""
        if run in self._shares:
            self._shares[run].used += seconds

    def _ready(self, share: Share, now: float) -> bool:
        if not share.wants_turns:
            return False
        share.pay(now)
        if share.until_due > 0:
            share.waiting = True
            return False
        if share.waiting:
            share.waiting = False
            share.used = max(share.used, self._level)
        return True

    def _steps(self, share: Share, seconds: float) -> int:
        fit = int(seconds / share.cost) if share.cost else 1
        steps = max(1, min(fit, share.last * MAX_GROWTH))
        return steps if share.pace is None else min(steps, int(share.owed))
