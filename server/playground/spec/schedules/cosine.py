"""Half a cosine down, and back up."""

from __future__ import annotations

from typing import Literal

from playground.spec.schedules.base import (
    Fraction,
    PyTorch,
    ScheduleKind,
    ScheduleSettings,
    Steps,
    cosine_from_1,
)


class Cosine(ScheduleSettings):
    """Half a cosine from the learning rate to `floor` times it in `period` steps, and back up."""

    kind: Literal["cosine"] = "cosine"
    period: Steps = 5000
    floor: Fraction = 0.0


KIND = ScheduleKind(
    model=Cosine,
    pytorch=PyTorch(lambda s: (cosine_from_1(s.floor, f"step / {s.period}"),)),
)
