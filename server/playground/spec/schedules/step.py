"""Steps down, all alike."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playground.spec.schedules.base import PyTorch, ScheduleKind, ScheduleSettings, Steps


class StepDecay(ScheduleSettings):
    """Multiplied by `factor` every `every` steps."""

    kind: Literal["step"] = "step"
    every: Steps = 1000
    factor: Annotated[float, Field(gt=0, le=1)] = 0.5


KIND = ScheduleKind(
    model=StepDecay,
    pytorch=PyTorch(lambda s: (f"return {s.factor} ** (step // {s.every})",)),
)
