"""Adagrad: a rate of its own for each parameter."""

from __future__ import annotations

from typing import Literal

from playground.spec.optimizers.base import (
    Epsilon,
    Fraction,
    OptimizerKind,
    OptimizerSettings,
    PyTorch,
    call,
)


class Adagrad(OptimizerSettings):
    """Duchi et al. (2011). The rate is divided by 1 + `rate_decay` t besides."""

    kind: Literal["adagrad"] = "adagrad"
    rate_decay: Fraction = 0.0
    epsilon: Epsilon = 1e-10


KIND = OptimizerKind(
    model=Adagrad,
    pytorch=PyTorch(lambda s: call("Adagrad", lr_decay=s.rate_decay, eps=s.epsilon)),
)
