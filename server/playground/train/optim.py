"""Optimizers on flat vectors, equal to those of `torch.optim` on the same parameters.

An update works in place: gradient in, parameters and slots changed. `updates` counts the updates
before this one, from 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from torch import Tensor

Slots = dict[str, Tensor]
"""An optimizer's memory by name, each of the parameters' shape, zero at first."""

Update = Callable[[Any, Tensor, Tensor, Slots, float, int], None]
"""(settings, parameters, gradient, slots, rate, updates)."""


@dataclass(frozen=True, slots=True)
class Optimizer:
    slots: tuple[str, ...]
    update: Update


def sgd(
    settings: Any, parameters: Tensor, gradient: Tensor, slots: Slots, rate: float, _: int
) -> None:
    """Momentum as in Sutskever et al. (2013), with torch's sign: buffer ← μ buffer + gradient."""
    buffer = slots["momentum"].mul_(settings.momentum).add_(gradient)
    if settings.nesterov:
        parameters.add_(gradient, alpha=-rate).add_(buffer, alpha=-rate * settings.momentum)
    else:
        parameters.add_(buffer, alpha=-rate)


def adam(
    settings: Any, parameters: Tensor, gradient: Tensor, slots: Slots, rate: float, updates: int
) -> None:
    """Kingma & Ba (2015), algorithm 1."""
    mean = slots["mean"].lerp_(gradient, 1 - settings.beta1)
    square = slots["square"].mul_(settings.beta2)
    square.addcmul_(gradient, gradient, value=1 - settings.beta2)
    size = rate / (1 - settings.beta1 ** (updates + 1))
    root = math.sqrt(1 - settings.beta2 ** (updates + 1))
    parameters.addcdiv_(mean, (square.sqrt() / root).add_(settings.epsilon), value=-size)


def adamw(
    settings: Any, parameters: Tensor, gradient: Tensor, slots: Slots, rate: float, updates: int
) -> None:
    """Loshchilov & Hutter (2019): Adam, the decay apart from the gradient, on all parameters."""
    parameters.mul_(1 - rate * settings.weight_decay)
    adam(settings, parameters, gradient, slots, rate, updates)


def rmsprop(
    settings: Any, parameters: Tensor, gradient: Tensor, slots: Slots, rate: float, _: int
) -> None:
    """Tieleman & Hinton (2012), lecture 6.5, not centred; momentum on the scaled gradient."""
    square = slots["square"].mul_(settings.alpha)
    square.addcmul_(gradient, gradient, value=1 - settings.alpha)
    buffer = slots["momentum"].mul_(settings.momentum)
    buffer.addcdiv_(gradient, square.sqrt().add_(settings.epsilon))
    parameters.add_(buffer, alpha=-rate)


OPTIMIZERS: dict[str, Optimizer] = {
    "sgd": Optimizer(("momentum",), sgd),
    "adam": Optimizer(("mean", "square"), adam),
    "adamw": Optimizer(("mean", "square"), adamw),
    "rmsprop": Optimizer(("square", "momentum"), rmsprop),
}
