"""One schedule after the other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, Union

from pydantic import Field

from playground.spec.base import Model
from playground.spec.folder import read_folder
from playground.spec.schedules.base import Lines, PyTorch, ScheduleKind, ScheduleSettings, Steps
from playground.spec.schedules.cosine import Cosine
from playground.spec.schedules.linear import Linear

PARTS = {
    name: row
    for name, row in read_folder(
        __name__.rpartition(".")[0],
        [str(Path(__file__).parent)],
        ScheduleKind,
        "KIND",
        without=("base", "chain"),
    ).items()
    if row.in_chains
}
"""Kinds that may be part of a chain."""

if TYPE_CHECKING:
    SimpleSchedule: TypeAlias = ScheduleSettings
else:
    SimpleSchedule = Annotated[
        Union[tuple(row.model for row in PARTS.values())],  # noqa: UP007
        Field(discriminator="kind"),
    ]


class ChainPart(Model):
    """`schedule`, counting from 0, for `steps` steps; the last part of a chain goes on for ever."""

    schedule: SimpleSchedule
    steps: Steps = 500


class Chain(ScheduleSettings):
    """One schedule after the other. None of them waits for a plateau."""

    kind: Literal["chain"] = "chain"
    parts: Annotated[tuple[ChainPart, ...], Field(min_length=2, max_length=6)] = (
        ChainPart(schedule=Linear(), steps=500),
        ChainPart(schedule=Cosine(), steps=5000),
    )


def _check_parts(chain: Chain, pointer: str) -> None:
    for position, part in enumerate(chain.parts):
        check = PARTS[part.schedule.kind].check
        if check is not None:
            check(part.schedule, f"{pointer}/parts/{position}/schedule")


def _body(chain: Chain) -> Lines:
    lines: list[str] = []
    start = 0
    for number, part in enumerate(chain.parts, 1):
        since = f"step - {start}" if start else "step"
        start += part.steps
        if number == len(chain.parts):
            lines.append(f"return part_{number}({since})")
        else:
            lines += [f"if step < {start}:", f"    return part_{number}({since})"]
    return tuple(lines)


KIND = ScheduleKind(
    model=Chain,
    pytorch=PyTorch(_body, parts=lambda s: [part.schedule for part in s.parts]),
    check=_check_parts,
    in_chains=False,
)
