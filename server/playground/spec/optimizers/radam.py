"""RAdam: Adam that rectifies its first steps."""

from __future__ import annotations

from typing import Literal

from playground.spec.optimizers.base import (
    Decay,
    Epsilon,
    OptimizerKind,
    OptimizerSettings,
    PyTorch,
    betas,
    call,
)


class RAdam(OptimizerSettings):
    """Liu et al. (2020): Adam that begins as momentum, until its mean square can be trusted."""

    kind: Literal["radam"] = "radam"
    beta1: Decay = 0.9
    beta2: Decay = 0.999
    epsilon: Epsilon = 1e-8


KIND = OptimizerKind(
    model=RAdam,
    pytorch=PyTorch(lambda s: call("RAdam", betas=betas(s), eps=s.epsilon)),
)
