"""Gradient descent with one rate for all, plain or with momentum."""

from __future__ import annotations

from typing import Any

from torch import Tensor

from playground.train.optimizers.base import Optimizer, OptimizerState, Step


def update(settings: Any, parameters: Tensor, state: OptimizerState, step: Step) -> None:
    """Update the parameters [P] by Sutskever et al. (2013), with torch's sign.

    That is buffer ← μ buffer + gradient. Dampening spares the first gradient, and
    without momentum it does nothing.
    """
    damped = settings.dampening if settings.momentum and step.updates else 0.0
    buffer = state["momentum"].mul_(settings.momentum).add_(step.gradient, alpha=1 - damped)
    if settings.nesterov:
        parameters.add_(step.gradient, alpha=-step.rate)
        parameters.add_(buffer, alpha=-step.rate * settings.momentum)
    else:
        parameters.add_(buffer, alpha=-step.rate)


OPTIMIZER = Optimizer(("momentum",), update)
