"""Gradient descent, plain or with momentum."""

from __future__ import annotations

from typing import Literal

from playground.spec.base import Fix, SpecProblem, replace
from playground.spec.optimizers.base import (
    Compiled,
    Decay,
    Fraction,
    Lines,
    OptimizerKind,
    OptimizerSettings,
    PyTorch,
    call,
)


class Sgd(OptimizerSettings):
    kind: Literal["sgd"] = "sgd"
    momentum: Decay = 0.0
    dampening: Fraction = 0.0
    """Takes this part of each gradient but the first from what enters the momentum.

    Does nothing without momentum, and is 0 with Nesterov's.
    """
    nesterov: bool = False
    """Looks ahead along the momentum; without momentum it changes nothing."""


def _make(settings: Sgd) -> str:
    """Write it without dampening where torch's constructor refuses that: `_after` sets it then."""
    if not settings.momentum:
        return call("SGD")
    if settings.nesterov:
        return call("SGD", momentum=settings.momentum, nesterov=True)
    if settings.dampening:
        return call("SGD", momentum=settings.momentum, dampening=settings.dampening)
    return call("SGD", momentum=settings.momentum)


def _after(settings: Sgd) -> Lines:
    if not (settings.nesterov and settings.momentum and settings.dampening):
        return ()
    return (
        "# torch's constructor refuses dampening with Nesterov, though its step knows both.",
        f'optimizer.param_groups[0]["dampening"] = {settings.dampening}',
    )


def _check_nesterov(optimizer: Sgd, pointer: str) -> None:
    if optimizer.nesterov and optimizer.momentum and optimizer.dampening:
        raise SpecProblem(
            "nesterov_dampened",
            "Nesterov momentum doesn’t work with dampening. Set the dampening to 0, or"
            " choose plain momentum.",
            f"{pointer}/dampening",
            fixes=(
                Fix("no_dampening", (replace(f"{pointer}/dampening", 0.0),)),
                Fix("no_nesterov", (replace(f"{pointer}/nesterov", False),)),
            ),
        )


KIND = OptimizerKind(
    model=Sgd,
    pytorch=PyTorch(_make, after=_after),
    check=_check_nesterov,
    remembers=lambda s: s.momentum > 0,
    compiled=Compiled(
        0,
        lambda s: (s.momentum, s.momentum if s.nesterov else 0.0, 0.0, 0.0),
        knows=lambda s: not s.dampening,
    ),
)
