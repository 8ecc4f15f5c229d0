"""Adam that looks ahead along its momentum."""

from __future__ import annotations

from typing import Any

from torch import Tensor

from playground.train.optimizers.base import Optimizer, OptimizerState, Step, average_squares

NOTHING = 1e-12
"""What 1 − product does not see."""


def update(settings: Any, parameters: Tensor, state: OptimizerState, step: Step) -> None:
    """Update the parameters [P]: Dozat (2016), momentum rising as in its section 2.2.

    `product` is that of all momentum factors so far, of a parameter's that joined later too: as
    in torch, it belongs to the step and not to the parameter.
    """
    now, following = (_momentum(settings, number) for number in (step.number, step.number + 1))
    product = state["product"].mul_(now)
    mean = state["mean"].lerp_(step.gradient, 1 - settings.beta1)
    square = average_squares(state["square"], step.gradient, settings.beta2)
    size = (square / (1 - settings.beta2**step.number)).sqrt_().add_(settings.epsilon)
    looked = step.gradient * (1 - now) / (1 - product)
    looked.addcdiv_(mean, 1 - product * following, value=following)
    parameters.addcdiv_(looked, size, value=-step.rate)


def _momentum(settings: Any, number: int) -> float:
    """Return the momentum of a step: β₁ (1 − 0.96^(ψ t) / 2)."""
    momentum: float = settings.beta1 * (1 - 0.5 * 0.96 ** (number * settings.momentum_decay))
    return momentum


def _product(settings: Any, _: float | Tensor, updates: int) -> float:
    """Return the product of the momenta of so many steps; soon it is too small for a difference."""
    product = 1.0
    for number in range(1, updates + 1):
        product *= _momentum(settings, number)
        if product < NOTHING:
            return 0.0
    return product


OPTIMIZER = Optimizer(("mean", "square", "product"), update, first={"product": _product})
