"""Adam that looks ahead along its momentum."""

from __future__ import annotations

from typing import Any

from torch import Tensor

from playground.train.optimizers.base import Optimizer, OptimizerState, Step, average_squares


def update(settings: Any, parameters: Tensor, state: OptimizerState, step: Step) -> None:
    """Update the parameters [P]: Dozat (2016), momentum rising as in its section 2.2.

    That is β₁ (1 − 0.96^(ψ t) / 2); `product` is that of all momentum factors so far.
    """
    now, following = (
        settings.beta1 * (1 - 0.5 * 0.96 ** (number * settings.momentum_decay))
        for number in (step.number, step.number + 1)
    )
    product = state["product"].mul_(now)
    mean = state["mean"].lerp_(step.gradient, 1 - settings.beta1)
    square = average_squares(state["square"], step.gradient, settings.beta2)
    size = (square / (1 - settings.beta2**step.number)).sqrt_().add_(settings.epsilon)
    looked = step.gradient * (1 - now) / (1 - product)
    looked.addcdiv_(mean, 1 - product * following, value=following)
    parameters.addcdiv_(looked, size, value=-step.rate)


OPTIMIZER = Optimizer(("mean", "square", "product"), update, first={"product": 1.0})
