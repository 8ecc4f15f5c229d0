"""A straight line up or down: a warm-up."""

from __future__ import annotations

from typing import Literal

from playground.spec.schedules.base import (
    Fraction,
    Lines,
    PyTorch,
    ScheduleKind,
    ScheduleSettings,
    Steps,
)


class Linear(ScheduleSettings):
    """From `start` to `end` times the learning rate in `total` steps, then stays: a warm-up."""

    kind: Literal["linear"] = "linear"
    start: Fraction = 0.0
    end: Fraction = 1.0
    total: Steps = 500


def _body(settings: Linear) -> Lines:
    part = f"min(step / {settings.total}, 1)"
    if (settings.start, settings.end) == (0, 1):
        return (f"return {part}",)
    return (f"return {settings.start} + ({settings.end} - {settings.start}) * {part}",)


KIND = ScheduleKind(
    model=Linear,
    pytorch=PyTorch(_body),
)
