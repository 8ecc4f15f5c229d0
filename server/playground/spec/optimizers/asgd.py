"""Averaged gradient descent."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playground.spec.optimizers.base import (
    Fraction,
    OptimizerKind,
    OptimizerSettings,
    PyTorch,
    call,
)


class Asgd(OptimizerSettings):
    """Polyak & Juditsky (1992) as torch has it: SGD whose rate falls and whose weights are averaged.

    A step of size η first shrinks the weights by `lambd` η; η is the rate over (1 + `lambd` rate
    t)^`alpha`. The average is of the weights from step `start` on. It is kept beside the weights
    and not evaluated: `TrainingSpec.averaging` has that.
    """

    kind: Literal["asgd"] = "asgd"
    lambd: Fraction = 1e-4
    alpha: Fraction = 0.75
    start: Annotated[int, Field(ge=0, le=10_000_000)] = 1_000_000


KIND = OptimizerKind(
    model=Asgd,
    pytorch=PyTorch(lambda s: call("ASGD", lambd=s.lambd, alpha=s.alpha, t0=s.start)),
)
