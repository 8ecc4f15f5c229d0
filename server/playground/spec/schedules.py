"""Learning-rate schedules of a spec. `train.schedule` implements each kind.

They count steps (mini-batches), starting at 0; one counts epochs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from playground.spec.base import Fix, Model, SpecProblem, replace

Fraction = Annotated[float, Field(ge=0, le=1)]
Steps = Annotated[int, Field(ge=1, le=10_000_000)]


class Constant(Model):
    kind: Literal["constant"] = "constant"


class StepDecay(Model):
    """Multiplied by `factor` every `every` steps."""

    kind: Literal["step"] = "step"
    every: Steps = 1000
    factor: Annotated[float, Field(gt=0, le=1)] = 0.5


class ExponentialDecay(Model):
    """Multiplied by `factor` at every step."""

    kind: Literal["exponential"] = "exponential"
    factor: Annotated[float, Field(gt=0, le=1)] = 0.9995


class Cosine(Model):
    """Half a cosine from the learning rate to `floor` times it in `period` steps, and back up."""

    kind: Literal["cosine"] = "cosine"
    period: Steps = 5000
    floor: Fraction = 0.0


class WarmRestarts(Model):
    """Cosines down to `floor`, each `multiplier` times as long as the one before, `period` steps.

    A restart's own step has the full rate again.

    Loshchilov & Hutter (2017), section 3.
    """

    kind: Literal["warm_restarts"] = "warm_restarts"
    period: Steps = 1000
    multiplier: Annotated[int, Field(ge=1, le=10)] = 2
    floor: Fraction = 0.0


class Linear(Model):
    """From `start` to `end` times the learning rate in `total` steps, then stays: a warm-up."""

    kind: Literal["linear"] = "linear"
    start: Fraction = 0.0
    end: Fraction = 1.0
    total: Steps = 500


class Polynomial(Model):
    """(1 − t / `total`)^`power` down to 0, where it stays."""

    kind: Literal["polynomial"] = "polynomial"
    total: Steps = 5000
    power: Annotated[float, Field(gt=0, le=10)] = 2.0


class MultiStep(Model):
    """Multiplied by `factor` at each milestone, which is the first step with the lower rate.

    Milestones ascend, and none comes twice.
    """

    kind: Literal["multi_step"] = "multi_step"
    milestones: Annotated[tuple[Steps, ...], Field(min_length=1, max_length=10)] = (1000, 3000)
    factor: Annotated[float, Field(gt=0, le=1)] = 0.1


class InverseTime(Model):
    """η / (1 + t / `scale`): the sum of the rates diverges, the sum of their squares does not."""

    kind: Literal["inverse_time"] = "inverse_time"
    scale: Steps = 1000


class Cyclic(Model):
    """A triangle wave from `low` times the learning rate up to it and down, `period` steps long.

    Smith (2017): `triangular2` halves the wave's height each period, `exp_range` multiplies it by
    `gamma` each step.
    """

    kind: Literal["cyclic"] = "cyclic"
    period: Annotated[int, Field(ge=2, le=10_000_000)] = 2000
    low: Fraction = 0.1
    mode: Literal["triangular", "triangular2", "exp_range"] = "triangular"
    gamma: Annotated[float, Field(gt=0, le=1)] = 0.9995


class OneCycle(Model):
    """Up by half a cosine for the `warm_up` part of `total` steps, then down to nearly nothing.

    Starts at 1/25 of the learning rate and ends at 1/250,000 of it, where it stays.
    """

    kind: Literal["one_cycle"] = "one_cycle"
    total: Annotated[int, Field(ge=10, le=10_000_000)] = 10_000
    warm_up: Annotated[float, Field(gt=0, lt=1)] = 0.3


SimpleSchedule = (
    Constant
    | StepDecay
    | MultiStep
    | ExponentialDecay
    | Linear
    | Polynomial
    | Cosine
    | WarmRestarts
    | InverseTime
    | Cyclic
    | OneCycle
)


class ChainPart(Model):
    """`schedule`, counting from 0, for `steps` steps; the last part of a chain goes on for ever."""

    schedule: Annotated[SimpleSchedule, Field(discriminator="kind")]
    steps: Steps = 500


class Chain(Model):
    """One schedule after the other. None of them waits for a plateau."""

    kind: Literal["chain"] = "chain"
    parts: Annotated[tuple[ChainPart, ...], Field(min_length=2, max_length=6)] = (
        ChainPart(schedule=Linear(), steps=500),
        ChainPart(schedule=Cosine(), steps=5000),
    )


class ReduceOnPlateau(Model):
    """Multiplied by `factor` when the training loss has not fallen for `patience` epochs.

    It has fallen when it is below the best one by the part `threshold` of that. The loss is that
    of all training samples at each epoch's end. Never below `floor` times the learning rate. After
    a reduction the epochs are counted anew.
    """

    kind: Literal["plateau"] = "plateau"
    factor: Annotated[float, Field(gt=0, lt=1)] = 0.5
    patience: Annotated[int, Field(ge=0, le=10_000)] = 10
    threshold: Annotated[float, Field(ge=0, lt=1)] = 1e-3
    floor: Fraction = 0.001


ScheduleSpec = Annotated[SimpleSchedule | Chain | ReduceOnPlateau, Field(discriminator="kind")]


def check_schedule(schedule: ScheduleSpec) -> None:
    """Raises `SpecProblem` for settings that do not go together."""
    for pointer, each in _schedules(schedule):
        if isinstance(each, MultiStep):
            _check_milestones(each.milestones, f"{pointer}/milestones")


def _schedules(schedule: ScheduleSpec) -> Iterator[tuple[str, Any]]:
    """The schedule, or those of a chain, with the pointer to each."""
    here = "/training/schedule"
    if not isinstance(schedule, Chain):
        yield here, schedule
        return
    for position, part in enumerate(schedule.parts):
        yield f"{here}/parts/{position}/schedule", part.schedule


def _check_milestones(milestones: tuple[int, ...], pointer: str) -> None:
    ascending = sorted(set(milestones))
    if list(milestones) != ascending:
        raise SpecProblem(
            "milestones_not_ascending",
            "The milestones must ascend, and none may come twice: put them in order.",
            pointer,
            fixes=(Fix("sort_milestones", (replace(pointer, ascending),)),),
        )
