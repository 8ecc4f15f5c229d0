"""The inverse of the time."""

from __future__ import annotations

from typing import Literal

from playground.spec.schedules.base import PyTorch, ScheduleKind, ScheduleSettings, Steps


class InverseTime(ScheduleSettings):
    """η / (1 + t / `scale`): the sum of the rates diverges, the sum of their squares does not."""

    kind: Literal["inverse_time"] = "inverse_time"
    scale: Steps = 1000


KIND = ScheduleKind(
    model=InverseTime,
    pytorch=PyTorch(lambda s: (f"return 1 / (1 + step / {s.scale})",)),
)
