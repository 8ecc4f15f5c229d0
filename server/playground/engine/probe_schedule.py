"""The schedule of a run's probes: what nobody watches is not computed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from playground.spec.probes import PROBES, ProbeSpec

SHARE = 0.4
"""The share of a run's time that observing may take: costly probes come less often."""

BYTES_PER_SECOND = 8_000_000
"""Bytes a second of one probe's frames, which spares a viewer's line and browser."""


@dataclass(slots=True)
class ScheduledProbe:
    """`version` is the run's when the last frame was made; `due` is the earliest next time.

    `need` is the part of the run's time that the probe would take at its full rate.
    """

    probe: ProbeSpec
    version: int = -1
    due: float = -math.inf
    need: float = 0.0


class ProbeSchedule:
    """`crowd` is how many runs share the device: of what is left to each, only `SHARE` is for looking."""

    def __init__(self, crowd: Callable[[], int] = lambda: 1) -> None:
        self._crowd = crowd
        self._watched: list[ScheduledProbe] = []
        self._fps = 0.0
        self._slower: Mapping[str, float] = {}

    def watch(
        self, probes: Sequence[ProbeSpec], fps: float, slower: Mapping[str, float] | None = None
    ) -> None:
        """Watch these from now on, each at once first; of two with one key the later.

        Those whose keys are in `slower` come at most so many times a second.
        """
        by_key = {probe.key: probe for probe in probes}
        self._watched = [ScheduledProbe(probe) for probe in by_key.values()] if fps > 0 else []
        self._fps, self._slower = fps, slower or {}

    def hurry(self) -> None:
        """Make due at once what has changed since its last frame."""
        for watched in self._watched:
            watched.due = -math.inf

    def due(self, now: float, version: int) -> list[ScheduledProbe]:
        return [each for each in self._watched if each.version != version and each.due <= now]

    @property
    def next_due(self) -> float:
        """The time from which the next frame may be made, if the run has changed by then."""
        return min((watched.due for watched in self._watched), default=math.inf)

    def made(
        self, watched: ScheduledProbe, now: float, version: int, seconds: float, size: int
    ) -> None:
        """Note that a frame of `size` bytes was begun at `now` and took so many seconds.

        One that nobody watches any more by the time that it is made is forgotten.
        """
        if not any(each is watched for each in self._watched):
            return
        fps = min(self._fps, self._slower.get(watched.probe.key, math.inf))
        period = 1 / min(fps, PROBES[watched.probe.probe].max_per_second)
        # The device's seconds, of which this run has its part alone.
        seconds *= max(1, self._crowd())
        watched.need = seconds / period
        most = largest_share(each.need for each in self._watched)
        # Counted from when it was due, not from when its turn came, or 30 a second become 25.
        start = watched.due if now - watched.due < period else now
        watched.due = max(start + period, now + seconds / most, now + size / BYTES_PER_SECOND)
        watched.version = version


def largest_share(needs: Iterable[float]) -> float:
    """Find how much of the run's time one probe may take, when those that need less get all they need."""
    left, shares = SHARE, sorted(needs)
    for i, need in enumerate(shares):
        even = left / (len(shares) - i)
        if need > even:
            return even
        left -= need
    return math.inf
