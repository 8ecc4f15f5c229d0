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


Epsilon = Annotated[float, Field(gt=0, le=1)]
WeightDecay = Annotated[float, Field(ge=0, le=1)]


class Sgd(Model):
    kind: Literal["sgd"] = "sgd"
    momentum: Decay = 0.0
    dampening: Fraction = 0.0
    """Takes this part of the gradient from what enters the momentum; 0 with Nesterov."""
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


class Asgd(Model):
    """Polyak & Juditsky (1992) as torch has it: SGD whose rate falls and whose weights are averaged."""

    kind: Literal["asgd"] = "asgd"
    lambd: Annotated[float, Field(ge=0, le=1)] = 1e-4
    alpha: Annotated[float, Field(ge=0, le=1)] = 0.75
    start: Annotated[int, Field(ge=0, le=10_000_000)] = 1_000_000


class Adagrad(Model):
    kind: Literal["adagrad"] = "adagrad"
    rate_decay: Annotated[float, Field(ge=0, le=1)] = 0.0
    epsilon: Epsilon = 1e-10


class Adadelta(Model):
    """Its steps have a size of their own: a learning rate of 1 is usual."""

    kind: Literal["adadelta"] = "adadelta"
    rho: Decay = 0.9
    epsilon: Epsilon = 1e-6


class Adamax(Model):
    kind: Literal["adamax"] = "adamax"
    beta1: Decay = 0.9
    beta2: Decay = 0.999
    epsilon: Epsilon = 1e-8


class NAdam(Model):
    kind: Literal["nadam"] = "nadam"
    beta1: Decay = 0.9
    beta2: Decay = 0.999
    epsilon: Epsilon = 1e-8
    momentum_decay: Annotated[float, Field(ge=0, le=1)] = 4e-3


class RAdam(Model):
    kind: Literal["radam"] = "radam"
    beta1: Decay = 0.9
    beta2: Decay = 0.999
    epsilon: Epsilon = 1e-8


class Adafactor(Model):
    """Shazeer & Stern (2018): of a matrix only row and column means of the squares are kept."""

    kind: Literal["adafactor"] = "adafactor"
    beta2_decay: Annotated[float, Field(ge=-1, lt=0)] = -0.8
    clip: Annotated[float, Field(ge=1, le=100)] = 1.0


class Rprop(Model):
    """Riedmiller & Braun (1993): only the gradient's sign counts. Meant for full batches."""

    kind: Literal["rprop"] = "rprop"
    shrink: Annotated[float, Field(gt=0, lt=1)] = 0.5
    grow: Annotated[float, Field(gt=1, le=10)] = 1.2
    least: Annotated[float, Field(gt=0, le=1)] = 1e-6
    most: Annotated[float, Field(gt=0, le=1000)] = 50.0


class Lbfgs(Model):
    """Liu & Nocedal (1989), one iteration a step without a line search. Meant for full batches."""

    kind: Literal["lbfgs"] = "lbfgs"
    history: Annotated[int, Field(ge=1, le=20)] = 10


class Muon(Model):
    """Jordan et al. (2024): matrices step along an orthogonalised momentum, the rest by AdamW."""

    kind: Literal["muon"] = "muon"
    momentum: Decay = 0.95
    nesterov: bool = True
    weight_decay: WeightDecay = 0.0
    iterations: Annotated[int, Field(ge=1, le=10)] = 5


OptimizerSpec = Annotated[
    Sgd
    | Adam
    | AdamW
    | RmsProp
    | Asgd
    | Adagrad
    | Adadelta
    | Adamax
    | NAdam
    | RAdam
    | Adafactor
    | Rprop
    | Lbfgs
    | Muon,
    Field(discriminator="kind"),
]


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
    """Cosines down to `floor`, each `multiplier` times as long as the one before.

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
    """Multiplied by `factor` at each milestone."""

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
    """One schedule after the other."""

    kind: Literal["chain"] = "chain"
    parts: Annotated[tuple[ChainPart, ...], Field(min_length=2, max_length=6)] = (
        ChainPart(schedule=Linear(), steps=500),
        ChainPart(schedule=Cosine(), steps=5000),
    )


class ReduceOnPlateau(Model):
    """Multiplied by `factor` when the training loss has not fallen for `patience` epochs.

    It has fallen when it is below the best one by the part `threshold` of that. The loss is that
    of all training samples at each epoch's end. Never below `floor` times the learning rate.
    """

    kind: Literal["plateau"] = "plateau"
    factor: Annotated[float, Field(gt=0, lt=1)] = 0.5
    patience: Annotated[int, Field(ge=0, le=10_000)] = 10
    threshold: Annotated[float, Field(ge=0, lt=1)] = 1e-3
    floor: Fraction = 0.001


ScheduleSpec = Annotated[SimpleSchedule | Chain | ReduceOnPlateau, Field(discriminator="kind")]


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
