"""Exponential decay."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playground.spec.schedules.base import PyTorch, ScheduleKind, ScheduleSettings


class ExponentialDecay(ScheduleSettings):
    """Multiplied by `factor` at every step."""

    kind: Literal["exponential"] = "exponential"
    factor: Annotated[float, Field(gt=0, le=1)] = 0.9995


KIND = ScheduleKind(
    model=ExponentialDecay,
    pytorch=PyTorch(lambda s: (f"return {s.factor}**step",)),
)
