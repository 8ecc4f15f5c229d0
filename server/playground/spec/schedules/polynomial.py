"""A power of the part that is left."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playground.spec.schedules.base import PyTorch, ScheduleKind, ScheduleSettings, Steps


class Polynomial(ScheduleSettings):
    """(1 − t / `total`)^`power` down to 0, where it stays."""

    kind: Literal["polynomial"] = "polynomial"
    total: Steps = 5000
    power: Annotated[float, Field(gt=0, le=10)] = 2.0


KIND = ScheduleKind(
    model=Polynomial,
    pytorch=PyTorch(lambda s: (f"return (1 - min(step / {s.total}, 1)) ** {s.power}",)),
)
