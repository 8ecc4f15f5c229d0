"""A run's curves: the steps at which a point is taken, and the points not yet sent."""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping

from playground.engine.contract import Curves
from playground.spec.data import DataSpec
from playground.spec.project import Spec

POINTS_A_DECADE = 180
"""Points for each tenfold of the steps, from step 100 on. One costs about 20 steps of a small net."""

FLOATS_A_POINT = 1 << 22
"""Values of all layers over all samples up to which a point is no burden."""

EVERY = 1 / 30
"""Seconds between two batches of points."""


def thinning(spec: Spec) -> int:
    """Tell by how much points are rarer, since one scores all samples: 1 for all but large sets of maps."""
    floats = spec.data.size * sum(shape.size for shape in spec.shapes)
    return min(20, max(1, floats // FLOATS_A_POINT))


def samples_number(data: DataSpec) -> int:
    """Give another number for other samples, the same in every process, whatever of them is seen."""
    samples = data.model_dump_json(exclude={"features", "columns"})
    return zlib.crc32(samples.encode())


def next_point(step: int, thin: int = 1) -> int:
    """Find the first step after this one that gets a point; the same in every run, however chunked.

    Each of the first 100 steps, then every 5th, from 1,000 on every 50th, and so on; of these only
    every `thin`th.
    """
    period = thin
    if step >= 100:
        period *= 9 * 10 ** int(math.log10(step + 0.5)) // POINTS_A_DECADE
    return (step // period + 1) * period


class CurveLog:
    """Points that wait to be sent."""

    def __init__(self, run: str) -> None:
        self._run = run
        self._columns: dict[str, list[float | None]] = {}
        self._keep_until: int | None = None
        self._sent = -math.inf

    def add(self, point: Mapping[str, float | None]) -> None:
        """Add one point. What is not finite is null, as is a column that a point has not."""
        waiting = len(self._columns.get("step", ()))
        for name in point:
            self._columns.setdefault(name, [None] * waiting)
        for name, column in self._columns.items():
            value = point.get(name)
            column.append(None if value is None or not math.isfinite(value) else value)

    def drop_above(self, step: int) -> None:
        """Forget the points above the step: they are no longer true. Call `flush` before it."""
        self._keep_until = step

    def is_due(self, now: float) -> bool:
        return now - self._sent >= EVERY

    def flush(self, now: float, branch: str = "") -> Curves | None:
        """Give what waits, as one event."""
        if not self._columns and self._keep_until is None:
            return None
        event = Curves(self._run, self._keep_until, self._columns, branch)
        self._columns, self._keep_until, self._sent = {}, None, now
        return event
