"""Adam: momentum divided by the root of the mean square."""

from __future__ import annotations

from typing import Literal

from playground.spec.optimizers.base import (
    Compiled,
    Decay,
    Epsilon,
    OptimizerKind,
    OptimizerSettings,
    PyTorch,
    betas,
    call,
)


class Adam(OptimizerSettings):
    kind: Literal["adam"] = "adam"
    beta1: Decay = 0.9
    beta2: Decay = 0.999
    epsilon: Epsilon = 1e-8


KIND = OptimizerKind(
    model=Adam,
    pytorch=PyTorch(lambda s: call("Adam", betas=betas(s), eps=s.epsilon)),
    compiled=Compiled(1, lambda s: (s.beta1, s.beta2, s.epsilon, 0.0)),
)
