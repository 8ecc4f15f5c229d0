"""NAdam: Adam with Nesterov's momentum."""

from __future__ import annotations

from typing import Literal

from playground.spec.optimizers.base import (
    Decay,
    Epsilon,
    Fraction,
    OptimizerKind,
    OptimizerSettings,
    PyTorch,
    betas,
    call,
)


class NAdam(OptimizerSettings):
    """Dozat (2016): Adam that looks ahead along its momentum, which rises by `momentum_decay`."""

    kind: Literal["nadam"] = "nadam"
    beta1: Decay = 0.9
    beta2: Decay = 0.999
    epsilon: Epsilon = 1e-8
    momentum_decay: Fraction = 4e-3


KIND = OptimizerKind(
    model=NAdam,
    pytorch=PyTorch(
        lambda s: call("NAdam", betas=betas(s), eps=s.epsilon, momentum_decay=s.momentum_decay)
    ),
)
