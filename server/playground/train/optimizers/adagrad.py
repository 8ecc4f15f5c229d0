"""A rate of its own for each parameter, by the sum of its squared gradients."""

from __future__ import annotations

from typing import Any

from torch import Tensor

from playground.train.optimizers.base import Optimizer, OptimizerState, Step


def update(settings: Any, parameters: Tensor, state: OptimizerState, step: Step) -> None:
    """Update the parameters [P]: Duchi et al. (2011)."""
    total = state["square"].addcmul_(step.gradient, step.gradient)
    rate = step.rate / (1 + step.updates * settings.rate_decay)
    parameters.addcdiv_(step.gradient, total.sqrt().add_(settings.epsilon), value=-rate)


OPTIMIZER = Optimizer(("square",), update)
