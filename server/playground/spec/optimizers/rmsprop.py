"""RMSprop: gradients divided by the root of their mean square."""

from __future__ import annotations

from typing import Literal

from playground.spec.optimizers.base import (
    Compiled,
    Decay,
    Epsilon,
    OptimizerKind,
    OptimizerSettings,
    PyTorch,
    call,
)


class RmsProp(OptimizerSettings):
    kind: Literal["rmsprop"] = "rmsprop"
    alpha: Decay = 0.99
    epsilon: Epsilon = 1e-8
    momentum: Decay = 0.0


KIND = OptimizerKind(
    model=RmsProp,
    pytorch=PyTorch(lambda s: call("RMSprop", alpha=s.alpha, eps=s.epsilon, momentum=s.momentum)),
    compiled=Compiled(3, lambda s: (s.alpha, s.momentum, s.epsilon, 0.0)),
)
