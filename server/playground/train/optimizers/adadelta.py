"""Steps in the parameters' own unit, by the mean squares of gradients and of steps."""

from __future__ import annotations

from typing import Any

from torch import Tensor

from playground.train.optimizers.base import Optimizer, OptimizerState, Step, average_squares


def update(settings: Any, parameters: Tensor, state: OptimizerState, step: Step) -> None:
    """Update the parameters [P]: Zeiler (2012), algorithm 1: steps in the parameters' own unit."""
    square = average_squares(state["square"], step.gradient, settings.rho)
    scale = (state["change"] + settings.epsilon).sqrt_()
    change = scale.div_((square + settings.epsilon).sqrt_()).mul_(step.gradient)
    average_squares(state["change"], change, settings.rho)
    parameters.add_(change, alpha=-step.rate)


OPTIMIZER = Optimizer(("square", "change"), update)
