"""A triangle wave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import Field

from playground.spec.schedules.base import Fraction, Lines, PyTorch, ScheduleKind, ScheduleSettings


class Cyclic(ScheduleSettings):
    """A triangle wave from `low` times the learning rate up to it and down, `period` steps long.

    Smith (2017): `triangular2` halves the wave's height each period, `exp_range` multiplies it by
    `gamma` each step.
    """

    kind: Literal["cyclic"] = "cyclic"
    period: Annotated[int, Field(ge=2, le=10_000_000)] = 2000
    low: Fraction = 0.1
    mode: Literal["triangular", "triangular2", "exp_range"] = "triangular"
    gamma: Annotated[float, Field(gt=0, le=1)] = 0.9995


HEIGHTS: dict[str, Callable[[Cyclic], str]] = {
    "triangular": lambda _: "",
    "triangular2": lambda settings: f" * 0.5 ** (step // {settings.period})",
    "exp_range": lambda settings: f" * {settings.gamma}**step",
}
"""Mode → what the wave's height is multiplied by, in the script."""


def _body(settings: Cyclic) -> Lines:
    up, period, low = settings.period // 2, settings.period, settings.low
    height = f"height{HEIGHTS[settings.mode](settings)}"
    return (
        f"phase = step % {period}",
        f"height = phase / {up} if phase <= {up} else ({period} - phase) / {period - up}",
        f"return {height}" if low == 0 else f"return {low} + (1 - {low}) * {height}",
    )


KIND = ScheduleKind(
    model=Cyclic,
    pytorch=PyTorch(_body),
)
