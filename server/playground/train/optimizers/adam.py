"""Momentum divided by the root of the gradients' mean square."""

from __future__ import annotations

import math
from typing import Any

from torch import Tensor

from playground.train.optimizers.base import Optimizer, OptimizerState, Step, average_squares


def update(settings: Any, parameters: Tensor, state: OptimizerState, step: Step) -> None:
    """Update the parameters [P]: Kingma & Ba (2015), algorithm 1."""
    mean = state["mean"].lerp_(step.gradient, 1 - settings.beta1)
    square = average_squares(state["square"], step.gradient, settings.beta2)
    rate = step.rate / (1 - settings.beta1**step.number)
    root = math.sqrt(1 - settings.beta2**step.number)
    parameters.addcdiv_(mean, (square.sqrt() / root).add_(settings.epsilon), value=-rate)


OPTIMIZER = Optimizer(("mean", "square"), update)
