"""The training of a spec: loss, optimizer, learning-rate schedule, regularization, batch size."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from playground.spec.base import Model
from playground.spec.losses import BinaryCrossEntropy, LossSpec
from playground.spec.optimizers import OptimizerSpec, check_optimizer
from playground.spec.optimizers.adam import Adam
from playground.spec.schedules import ScheduleSpec, check_schedule
from playground.spec.schedules.constant import Constant


class TrainingSpec(Model):
    """`l1` and `l2` act on weights, not biases: the penalty is l1 Σ|w| + l2/2 Σw².

    `weight_decay` shrinks weights apart from the gradient, by rate · `weight_decay` a step
    (Loshchilov & Hutter, 2019), with any optimizer. `label_smoothing` ε makes a class's target
    1 − ε + ε/C. `input_noise` is the deviation of what is added to training inputs. The gradient,
    penalty included, is first cut to ± `clip_value`, then scaled down to the length `clip_norm`.
    `averaging` is the decay of a moving average of the weights, which then is what is evaluated.
    """

    loss: LossSpec = BinaryCrossEntropy()
    optimizer: OptimizerSpec = Adam()
    learning_rate: Annotated[float, Field(gt=0, le=100)] = 0.01
    schedule: ScheduleSpec = Constant()
    batch_size: Annotated[int, Field(ge=1, le=5000)] = 32
    l1: Annotated[float, Field(ge=0, le=20)] = 0.0
    l2: Annotated[float, Field(ge=0, le=20)] = 0.0
    weight_decay: Annotated[float, Field(ge=0, le=10)] = 0.0
    label_smoothing: Annotated[float, Field(ge=0, lt=1)] = 0.0
    input_noise: Annotated[float, Field(ge=0, le=10)] = 0.0
    clip_value: Annotated[float, Field(gt=0, le=1e6)] | None = None
    clip_norm: Annotated[float, Field(gt=0, le=1e6)] | None = None
    averaging: Annotated[float, Field(gt=0, lt=1)] | None = None

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        check_optimizer(self.optimizer)
        check_schedule(self.schedule)
        return self
