"""The types that all learning-rate schedules of a spec share: their fields, and the row of a kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from playground.spec.base import Model

Fraction = Annotated[float, Field(ge=0, le=1)]
Steps = Annotated[int, Field(ge=1, le=10_000_000)]

Lines = tuple[str, ...]


class ScheduleSettings(Model):
    """The settings of one schedule, of the kind by which the spec tells them apart."""

    kind: str


@dataclass(frozen=True, slots=True)
class PyTorch:
    """A schedule in an exported PyTorch script.

    `factor` is what the learning rate is multiplied by there, nothing where it stays as it is, and
    `body` the lines of the function of `step` that gives it. That calls `part_1` and so on, which
    are the functions of `parts`. A factor that hears losses is kept by `after_epoch`, given the
    loss `found` of the epoch, and begins as in `before_training`.
    """

    body: Callable[[Any], Lines] = lambda _: ()
    factor: str = "factor(step)"
    parts: Callable[[Any], Sequence[ScheduleSettings]] = lambda _: ()
    before_training: Lines = ()
    after_epoch: Callable[[Any], Lines] = lambda _: ()


@dataclass(frozen=True, slots=True)
class ScheduleKind:
    """The row of one kind.

    `check` is given settings and the pointer to them, and raises `SpecProblem` for those that do
    not go together. What is `in_chains` may be part of a chain: a function of the step alone.
    """

    model: type[ScheduleSettings]
    pytorch: PyTorch
    check: Callable[[Any, str], None] | None = None
    in_chains: bool = True


def cosine_from_1(floor: float, part: str) -> str:
    """Write the line that returns half a cosine from 1 to `floor`, `part` of which is over."""
    wave = f"(1 + math.cos(math.pi * {part})) / 2"
    return f"return {wave}" if floor == 0 else f"return {floor} + {1 - floor} * {wave}"
