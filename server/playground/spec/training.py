"""How a spec trains: loss, optimizer, learning-rate schedule, regularisation, batch size.

Each `kind` is one row in a table of the floor that implements it: LOSSES, OPTIMIZERS and
SCHEDULES in `train`. Schedules count steps (mini-batches), starting at 0.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playground.spec.base import Model

Fraction = Annotated[float, Field(ge=0, le=1)]
Decay = Annotated[float, Field(ge=0, lt=1)]
Steps = Annotated[int, Field(ge=1, le=10_000_000)]


class BinaryCrossEntropy(Model):
    """One logit z for two classes: mean of softplus(z) − y z, y in {0, 1}."""

    kind: Literal["binary_cross_entropy"] = "binary_cross_entropy"


class CrossEntropy(Model):
    """One logit a class: mean of −log softmax(z)[y]."""

    kind: Literal["cross_entropy"] = "cross_entropy"


class MeanSquaredError(Model):
    """Mean of (output − target)². Classes are the targets −1 and 1, or one-hot when more than two."""

    kind: Literal["mse"] = "mse"


class Huber(Model):
    """Quadratic within `delta` of the target, linear beyond (Huber, 1964)."""

    kind: Literal["huber"] = "huber"
    delta: Annotated[float, Field(gt=0, le=100)] = 1.0


LossSpec = Annotated[
    BinaryCrossEntropy | CrossEntropy | MeanSquaredError | Huber, Field(discriminator="kind")
]


class Sgd(Model):
    kind: Literal["sgd"] = "sgd"
    momentum: Decay = 0.0
    nesterov: bool = False
    """Looks ahead along the momentum; without momentum it changes nothing."""


class Adam(Model):
    kind: Literal["adam"] = "adam"
    beta1: Decay = 0.9
    beta2: Decay = 0.999
    epsilon: Annotated[float, Field(gt=0, le=1)] = 1e-8


class AdamW(Model):
    kind: Literal["adamw"] = "adamw"
    beta1: Decay = 0.9
    beta2: Decay = 0.999
    epsilon: Annotated[float, Field(gt=0, le=1)] = 1e-8
    weight_decay: Annotated[float, Field(ge=0, le=1)] = 0.01


class RmsProp(Model):
    kind: Literal["rmsprop"] = "rmsprop"
    alpha: Decay = 0.99
    epsilon: Annotated[float, Field(gt=0, le=1)] = 1e-8
    momentum: Decay = 0.0


OptimizerSpec = Annotated[Sgd | Adam | AdamW | RmsProp, Field(discriminator="kind")]


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


class InverseTime(Model):
    """η / (1 + t / `scale`): the sum of the rates diverges, the sum of their squares does not."""

    kind: Literal["inverse_time"] = "inverse_time"
    scale: Steps = 1000


class Cyclic(Model):
    """A triangle wave from `low` times the learning rate up to it and down, `period` steps long."""

    kind: Literal["cyclic"] = "cyclic"
    period: Annotated[int, Field(ge=2, le=10_000_000)] = 2000
    low: Fraction = 0.1


class OneCycle(Model):
    """Up by half a cosine for the `warm_up` part of `total` steps, then down to nearly nothing.

    Starts at 1/25 of the learning rate and ends at 1/250,000 of it, where it stays.
    """

    kind: Literal["one_cycle"] = "one_cycle"
    total: Annotated[int, Field(ge=10, le=10_000_000)] = 10_000
    warm_up: Annotated[float, Field(gt=0, lt=1)] = 0.3


ScheduleSpec = Annotated[
    Constant | StepDecay | ExponentialDecay | Cosine | InverseTime | Cyclic | OneCycle,
    Field(discriminator="kind"),
]


class TrainingSpec(Model):
    """`l1` and `l2` act on weights, not biases: the penalty is l1 Σ|w| + l2/2 Σw²."""

    loss: LossSpec = BinaryCrossEntropy()
    optimizer: OptimizerSpec = Adam()
    learning_rate: Annotated[float, Field(gt=0, le=100)] = 0.01
    schedule: ScheduleSpec = Constant()
    batch_size: Annotated[int, Field(ge=1, le=5000)] = 32
    l1: Annotated[float, Field(ge=0, le=10)] = 0.0
    l2: Annotated[float, Field(ge=0, le=10)] = 0.0
