"""Adam that begins as momentum, until its mean square can be trusted."""

from __future__ import annotations

import math
from typing import Any

from torch import Tensor

from playground.train.optimizers.base import Optimizer, OptimizerState, Step, average_squares

SURE = 5.0
"""Length of the average from which on its variance is tractable, as in torch (the paper has 4)."""


def update(settings: Any, parameters: Tensor, state: OptimizerState, step: Step) -> None:
    """Update the parameters [P]: Liu et al. (2020), algorithm 2."""
    mean = state["mean"].lerp_(step.gradient, 1 - settings.beta1)
    square = average_squares(state["square"], step.gradient, settings.beta2)
    rate = step.rate / (1 - settings.beta1**step.number)
    rectified = _rectification(settings.beta2, step.number)
    if rectified is None:
        parameters.add_(mean, alpha=-rate)
    else:
        size = square.sqrt().add_(settings.epsilon)
        rate *= rectified * math.sqrt(1 - settings.beta2**step.number)
        parameters.addcdiv_(mean, size, value=-rate)


def _rectification(beta2: float, number: int) -> float | None:
    """Return what the step is multiplied by, or None while the variance is intractable."""
    longest = 2 / (1 - beta2) - 1
    power = beta2**number
    length = longest - 2 * number * power / (1 - power)
    if length <= SURE:
        return None
    least = (length - 4) * (length - 2) * longest
    return math.sqrt(least / ((longest - 4) * (longest - 2) * length))


OPTIMIZER = Optimizer(("mean", "square"), update)
