"""Adamax: Adam by the largest gradient."""

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


class Adamax(OptimizerSettings):
    """Kingma & Ba (2015), section 7: Adam by the largest gradient in place of the mean square."""

    kind: Literal["adamax"] = "adamax"
    beta1: Decay = 0.9
    beta2: Decay = 0.999
    epsilon: Epsilon = 1e-8


KIND = OptimizerKind(
    model=Adamax,
    pytorch=PyTorch(lambda s: call("Adamax", betas=betas(s), eps=s.epsilon)),
)
