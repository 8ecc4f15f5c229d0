"""Gradient descent whose rate falls and whose parameters are averaged."""

from __future__ import annotations

from typing import Any

from torch import Tensor

from playground.train.optimizers.base import RATE, Optimizer, OptimizerState, Step


def update(settings: Any, parameters: Tensor, state: OptimizerState, step: Step) -> None:
    """Update the parameters [P]: Polyak & Juditsky (1992), their rate by Xu (2011), eq. 33.

    That rate is η (1 + λ η t)^−α. A step uses the size that the one before left in `eta`;
    `averaged` is for whoever wants it.
    """
    eta, averaged = state["eta"], state["averaged"]
    if step.updates == 0:
        eta.fill_(step.rate)
    parameters.mul_(1 - settings.lambd * eta)
    parameters.addcmul_(eta, step.gradient, value=-1)
    averaged.lerp_(parameters, 1 / max(1, step.updates - settings.start))
    eta.fill_(step.rate / (1 + settings.lambd * step.rate * step.number) ** settings.alpha)


OPTIMIZER = Optimizer(("eta", "averaged"), update, first={"eta": RATE}, proportional=False)
