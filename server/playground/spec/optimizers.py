"""Optimizers of a spec, named as in torch. `train.optim` implements each kind."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playground.spec.base import Fix, Model, SpecProblem, replace

Fraction = Annotated[float, Field(ge=0, le=1)]
Decay = Annotated[float, Field(ge=0, lt=1)]
Epsilon = Annotated[float, Field(gt=0, le=1)]
WeightDecay = Annotated[float, Field(ge=0, le=1)]


class Sgd(Model):
    kind: Literal["sgd"] = "sgd"
    momentum: Decay = 0.0
    dampening: Fraction = 0.0
    """Takes this part of each gradient but the first from what enters the momentum.

    Does nothing without momentum, and is 0 with Nesterov's.
    """
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
    """Polyak & Juditsky (1992) as torch has it: SGD whose rate falls and whose weights are averaged.

    A step of size η first shrinks the weights by `lambd` η; η is the rate over (1 + `lambd` rate
    t)^`alpha`. The average is of the weights from step `start` on. It is kept beside the weights
    and not evaluated: `TrainingSpec.averaging` has that.
    """

    kind: Literal["asgd"] = "asgd"
    lambd: Annotated[float, Field(ge=0, le=1)] = 1e-4
    alpha: Annotated[float, Field(ge=0, le=1)] = 0.75
    start: Annotated[int, Field(ge=0, le=10_000_000)] = 1_000_000


class Adagrad(Model):
    """Duchi et al. (2011). The rate is divided by 1 + `rate_decay` t besides."""

    kind: Literal["adagrad"] = "adagrad"
    rate_decay: Annotated[float, Field(ge=0, le=1)] = 0.0
    epsilon: Epsilon = 1e-10


class Adadelta(Model):
    """Zeiler (2012). Its steps have a size of their own: a learning rate of 1 is usual."""

    kind: Literal["adadelta"] = "adadelta"
    rho: Decay = 0.9
    epsilon: Epsilon = 1e-6


class Adamax(Model):
    """Kingma & Ba (2015), section 7: Adam by the largest gradient in place of the mean square."""

    kind: Literal["adamax"] = "adamax"
    beta1: Decay = 0.9
    beta2: Decay = 0.999
    epsilon: Epsilon = 1e-8


class NAdam(Model):
    """Dozat (2016): Adam that looks ahead along its momentum, which rises by `momentum_decay`."""

    kind: Literal["nadam"] = "nadam"
    beta1: Decay = 0.9
    beta2: Decay = 0.999
    epsilon: Epsilon = 1e-8
    momentum_decay: Annotated[float, Field(ge=0, le=1)] = 4e-3


class RAdam(Model):
    """Liu et al. (2020): Adam that begins as momentum, until its mean square can be trusted."""

    kind: Literal["radam"] = "radam"
    beta1: Decay = 0.9
    beta2: Decay = 0.999
    epsilon: Epsilon = 1e-8


class Adafactor(Model):
    """Shazeer & Stern (2018): of a matrix only row and column means of the squares are kept.

    Of kernels these are the last two axes. A step is relative to the size of its tensor and no
    larger than `clip` in the root mean square; the learning rate bounds it, and 1/√t does.
    """

    kind: Literal["adafactor"] = "adafactor"
    beta2_decay: Annotated[float, Field(ge=-1, lt=0)] = -0.8
    clip: Annotated[float, Field(ge=1, le=100)] = 1.0


class Rprop(Model):
    """Riedmiller & Braun (1993): only the gradient's sign counts. Meant for full batches.

    Each weight's step begins at the learning rate, then grows and shrinks between `least` and
    `most`; a schedule has no part in it.
    """

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
    """Jordan et al. (2024): matrices step along an orthogonalised momentum, the rest by AdamW.

    A kernel counts as the matrix [out, in · size]. `iterations` of Newton-Schulz orthogonalise.
    """

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

_POINTER = "/training/optimizer"


def check_optimizer(optimizer: OptimizerSpec) -> None:
    """Raises `SpecProblem` for settings that do not go together."""
    if isinstance(optimizer, Sgd):
        _check_nesterov(optimizer)
    if isinstance(optimizer, Rprop):
        _check_step_sizes(optimizer)


def _check_nesterov(optimizer: Sgd) -> None:
    if optimizer.nesterov and optimizer.momentum and optimizer.dampening:
        raise SpecProblem(
            "nesterov_dampened",
            "Nesterov's momentum cannot be dampened: set the dampening to 0, or choose plain"
            " momentum.",
            f"{_POINTER}/dampening",
            fixes=(
                Fix("no_dampening", (replace(f"{_POINTER}/dampening", 0.0),)),
                Fix("no_nesterov", (replace(f"{_POINTER}/nesterov", False),)),
            ),
        )


def _check_step_sizes(optimizer: Rprop) -> None:
    least, most = optimizer.least, optimizer.most
    if least > most:
        raise SpecProblem(
            "least_above_most",
            f"The least step, {least:g}, is above the largest, {most:g}: make it smaller, or the"
            " largest one larger.",
            f"{_POINTER}/least",
            {"least": least, "most": most},
            (
                Fix("lower_least", (replace(f"{_POINTER}/least", most),), {"value": most}),
                Fix("raise_most", (replace(f"{_POINTER}/most", least),), {"value": least}),
            ),
        )
