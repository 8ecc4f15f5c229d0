"""Up once and down again."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playground.spec.schedules.base import Lines, PyTorch, ScheduleKind, ScheduleSettings


class OneCycle(ScheduleSettings):
    """Up by half a cosine for the `warm_up` part of `total` steps, then down to nearly nothing.

    Starts at 1/25 of the learning rate and ends at 1/250,000 of it, where it stays.
    """

    kind: Literal["one_cycle"] = "one_cycle"
    total: Annotated[int, Field(ge=10, le=10_000_000)] = 10_000
    warm_up: Annotated[float, Field(gt=0, lt=1)] = 0.3


def _body(settings: OneCycle) -> Lines:
    last, top = settings.total - 1.0, settings.warm_up * settings.total - 1.0
    up: Lines = ()
    if top > 0:
        up = (
            f"if step <= {top}:",
            f"    return 1 + (1 / 25 - 1) / 2 * (1 + math.cos(math.pi * step / {top}))",
        )
    return (
        f"step = min(step, {last})",
        *up,
        f"part = (step - {top}) / {last - top}",
        "return 1 / 250000 + (1 - 1 / 250000) / 2 * (1 + math.cos(math.pi * part))",
    )


KIND = ScheduleKind(
    model=OneCycle,
    pytorch=PyTorch(_body),
)
