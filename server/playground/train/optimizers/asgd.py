"""Gradient descent whose rate falls and whose parameters are averaged."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from playground.train.optimizers.base import Optimizer, OptimizerState, Step


def update(settings: Any, parameters: Tensor, state: OptimizerState, step: Step) -> None:
    """Update the parameters [P]: Polyak & Juditsky (1992), their rate by Xu (2011), eq. 33.

    That rate is η (1 + λ η t)^−α, and so is that of parameters that join later. A step uses the size that the one before left in `eta`;
    `averaged` is for whoever wants it.
    """
    eta, averaged = state["eta"], state["averaged"]
    rates = step.rates
    if step.updates == 0:
        eta.copy_(torch.as_tensor(rates))
    parameters.mul_(1 - settings.lambd * eta)
    parameters.addcmul_(eta, step.gradient, value=-1)
    averaged.lerp_(parameters, 1 / max(1, step.updates - settings.start))
    eta.copy_(torch.as_tensor(_fallen(settings, rates, step.number)))


def _fallen(settings: Any, rate: float | Tensor, updates: int) -> float | Tensor:
    """Return the rate after so many updates, of each parameter or of all."""
    fallen: float | Tensor = rate / (1 + settings.lambd * rate * updates) ** settings.alpha
    return fallen


OPTIMIZER = Optimizer(("eta", "averaged"), update, first={"eta": _fallen}, proportional=False)
