"""The rate as it is set."""

from __future__ import annotations

from typing import Literal

from playground.spec.schedules.base import PyTorch, ScheduleKind, ScheduleSettings


class Constant(ScheduleSettings):
    kind: Literal["constant"] = "constant"


KIND = ScheduleKind(
    model=Constant,
    pytorch=PyTorch(lambda _: ("return 1",), factor=""),
)
