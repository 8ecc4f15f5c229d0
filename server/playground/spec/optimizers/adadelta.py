"""Adadelta: steps in the unit of the parameters."""

from __future__ import annotations

from typing import Literal

from playground.spec.optimizers.base import (
    Decay,
    Epsilon,
    OptimizerKind,
    OptimizerSettings,
    PyTorch,
    call,
)


class Adadelta(OptimizerSettings):
    """Zeiler (2012). Its steps have a size of their own: a learning rate of 1 is usual."""

    kind: Literal["adadelta"] = "adadelta"
    rho: Decay = 0.9
    epsilon: Epsilon = 1e-6


KIND = OptimizerKind(
    model=Adadelta,
    pytorch=PyTorch(lambda s: call("Adadelta", rho=s.rho, eps=s.epsilon)),
)
