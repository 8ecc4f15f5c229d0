"""Adafactor: Adam with a factored memory."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playground.spec.optimizers.base import OptimizerKind, OptimizerSettings, PyTorch, call


class Adafactor(OptimizerSettings):
    """Shazeer & Stern (2018): of a matrix only row and column means of the squares are kept.

    Of kernels these are the last two axes. A step is relative to the size of its tensor and no
    larger than `clip` in the root mean square; the learning rate bounds it, and 1/√t does.
    """

    kind: Literal["adafactor"] = "adafactor"
    beta2_decay: Annotated[float, Field(ge=-1, lt=0)] = -0.8
    clip: Annotated[float, Field(ge=1, le=100)] = 1.0


KIND = OptimizerKind(
    model=Adafactor,
    pytorch=PyTorch(lambda s: call("Adafactor", beta2_decay=s.beta2_decay, d=s.clip)),
)
