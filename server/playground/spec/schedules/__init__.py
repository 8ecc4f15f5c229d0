"""The table of learning-rate schedules of a spec: the folder, one module a kind.

They count steps (mini-batches), starting at 0; one counts epochs. `train.schedules` has the
arithmetic of each, under the same name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias, Union

from pydantic import Field

from playground.spec.folder import read_folder
from playground.spec.schedules.base import ScheduleKind, ScheduleSettings

SCHEDULES: dict[str, ScheduleKind] = read_folder(__name__, __path__, ScheduleKind, "KIND")

if TYPE_CHECKING:
    ScheduleSpec: TypeAlias = ScheduleSettings
else:
    ScheduleSpec = Annotated[
        Union[tuple(row.model for row in SCHEDULES.values())],  # noqa: UP007
        Field(discriminator="kind"),
    ]


def kind_of(schedule: ScheduleSpec) -> ScheduleKind:
    """Return the row of a schedule's kind."""
    return SCHEDULES[schedule.kind]


def check_schedule(schedule: ScheduleSpec) -> None:
    """Raise `SpecProblem` for settings that do not go together."""
    check = SCHEDULES[schedule.kind].check
    if check is not None:
        check(schedule, "/training/schedule")
