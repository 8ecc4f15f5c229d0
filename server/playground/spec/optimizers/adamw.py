"""Adam with a weight decay apart from the gradient."""

from __future__ import annotations

from typing import Literal

from playground.spec.optimizers.base import (
    Compiled,
    Decay,
    Epsilon,
    Fraction,
    OptimizerKind,
    OptimizerSettings,
    PyTorch,
    betas,
    call,
)


class AdamW(OptimizerSettings):
    kind: Literal["adamw"] = "adamw"
    beta1: Decay = 0.9
    beta2: Decay = 0.999
    epsilon: Epsilon = 1e-8
    weight_decay: Fraction = 0.01


KIND = OptimizerKind(
    model=AdamW,
    pytorch=PyTorch(
        lambda s: call("AdamW", betas=betas(s), eps=s.epsilon, weight_decay=s.weight_decay)
    ),
    compiled=Compiled(2, lambda s: (s.beta1, s.beta2, s.epsilon, s.weight_decay)),
)
