"""Gradients divided by the root of their mean square."""

from __future__ import annotations

from typing import Any

from torch import Tensor

from playground.train.optimizers.base import Optimizer, OptimizerState, Step, average_squares


def update(settings: Any, parameters: Tensor, state: OptimizerState, step: Step) -> None:
    """Update the parameters [P]: Tieleman & Hinton (2012), lecture 6.5, not centered.

    Momentum is on the scaled gradient.
    """
    square = average_squares(state["square"], step.gradient, settings.alpha)
    buffer = state["momentum"].mul_(settings.momentum)
    buffer.addcdiv_(step.gradient, square.sqrt().add_(settings.epsilon))
    parameters.add_(buffer, alpha=-step.rate)


OPTIMIZER = Optimizer(("square", "momentum"), update)
