"""Muon: matrices along an orthogonalized momentum."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playground.spec.optimizers.base import (
    Decay,
    Fraction,
    OptimizerKind,
    OptimizerSettings,
    PyTorch,
    call,
)


class Muon(OptimizerSettings):
    """Jordan et al. (2024): matrices step along an orthogonalized momentum, the rest by AdamW.

    A kernel counts as the matrix [out, in · size]. `iterations` of Newton-Schulz orthogonalize.
    """

    kind: Literal["muon"] = "muon"
    momentum: Decay = 0.95
    nesterov: bool = True
    weight_decay: Fraction = 0.0
    iterations: Annotated[int, Field(ge=1, le=10)] = 5


KIND = OptimizerKind(
    model=Muon,
    pytorch=PyTorch(
        lambda s: call(
            "Muon",
            weight_decay=s.weight_decay,
            momentum=s.momentum,
            nesterov=s.nesterov,
            ns_steps=s.iterations,
        ),
        rest=lambda s: call("AdamW", betas="(0.9, 0.95)", eps="1e-08", weight_decay=s.weight_decay),
    ),
)
