"""Steps down at milestones."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playground.spec.base import Fix, SpecProblem, replace
from playground.spec.schedules.base import PyTorch, ScheduleKind, ScheduleSettings, Steps


class MultiStep(ScheduleSettings):
    """Multiplied by `factor` at each milestone, which is the first step with the lower rate.

    Milestones ascend, and none comes twice.
    """

    kind: Literal["multi_step"] = "multi_step"
    milestones: Annotated[tuple[Steps, ...], Field(min_length=1, max_length=10)] = (1000, 3000)
    factor: Annotated[float, Field(gt=0, le=1)] = 0.1


def _check_milestones(schedule: MultiStep, pointer: str) -> None:
    ascending = sorted(set(schedule.milestones))
    if list(schedule.milestones) != ascending:
        here = f"{pointer}/milestones"
        raise SpecProblem(
            "milestones_not_ascending",
            "The milestones must increase, with no repeats. Put them in order.",
            here,
            fixes=(Fix("sort_milestones", (replace(here, ascending),)),),
        )


KIND = ScheduleKind(
    model=MultiStep,
    pytorch=PyTorch(
        lambda s: (f"return {s.factor} ** sum(step >= each for each in {list(s.milestones)})",)
    ),
    check=_check_milestones,
)
