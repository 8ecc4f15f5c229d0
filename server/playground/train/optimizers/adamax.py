"""Adam by the largest gradient in place of the mean square."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from playground.train.optimizers.base import Optimizer, OptimizerState, Step


def update(settings: Any, parameters: Tensor, state: OptimizerState, step: Step) -> None:
    """Update the parameters [P]: Kingma & Ba (2015), algorithm 2: the largest gradient in place of the mean square."""
    mean = state["mean"].lerp_(step.gradient, 1 - settings.beta1)
    largest = state["largest"].mul_(settings.beta2)
    torch.maximum(largest, step.gradient.abs().add_(settings.epsilon), out=largest)
    rate = step.rate / (1 - settings.beta1**step.number)
    parameters.addcdiv_(mean, largest, value=-rate)


OPTIMIZER = Optimizer(("mean", "largest"), update)
