"""Cosines down, with restarts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playground.spec.schedules.base import (
    Fraction,
    Lines,
    PyTorch,
    ScheduleKind,
    ScheduleSettings,
    Steps,
    cosine_from_1,
)


class WarmRestarts(ScheduleSettings):
    """Cosines down to `floor`, each `multiplier` times as long as the one before, `period` steps.

    A restart's own step has the full rate again.

    Loshchilov & Hutter (2017), section 3.
    """

    kind: Literal["warm_restarts"] = "warm_restarts"
    period: Steps = 1000
    multiplier: Annotated[int, Field(ge=1, le=10)] = 2
    floor: Fraction = 0.0


def _body(settings: WarmRestarts) -> Lines:
    if settings.multiplier == 1:
        part = f"(step % {settings.period}) / {settings.period}"
        return (cosine_from_1(settings.floor, part),)
    return (
        f"length = {settings.period}",
        "while step >= length:",
        "    step -= length",
        f"    length *= {settings.multiplier}",
        cosine_from_1(settings.floor, "step / length"),
    )


KIND = ScheduleKind(
    model=WarmRestarts,
    pytorch=PyTorch(_body),
)
