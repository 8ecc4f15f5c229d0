"""Optimizers with a rate of its own for each parameter, from the sizes of its gradients."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor

from playground.train.optimizers.base import Slots, Step


def adagrad(settings: Any, parameters: Tensor, slots: Slots, step: Step) -> None:
    """Duchi et al. (2011)."""
    total = slots["square"].addcmul_(step.gradient, step.gradient)
    rate = step.rate / (1 + step.updates * settings.rate_decay)
    parameters.addcdiv_(step.gradient, total.sqrt().add_(settings.epsilon), value=-rate)


def adadelta(settings: Any, parameters: Tensor, slots: Slots, step: Step) -> None:
    """Zeiler (2012), algorithm 1: steps in the parameters' own unit."""
    square = averaged_square(slots["square"], step.gradient, settings.rho)
    scale = (slots["change"] + settings.epsilon).sqrt_()
    change = scale.div_((square + settings.epsilon).sqrt_()).mul_(step.gradient)
    averaged_square(slots["change"], change, settings.rho)
    parameters.add_(change, alpha=-step.rate)


def rmsprop(settings: Any, parameters: Tensor, slots: Slots, step: Step) -> None:
    """Tieleman & Hinton (2012), lecture 6.5, not centred; momentum on the scaled gradient."""
    square = averaged_square(slots["square"], step.gradient, settings.alpha)
    buffer = slots["momentum"].mul_(settings.momentum)
    buffer.addcdiv_(step.gradient, square.sqrt().add_(settings.epsilon))
    parameters.add_(buffer, alpha=-step.rate)


def adam(settings: Any, parameters: Tensor, slots: Slots, step: Step) -> None:
    """Kingma & Ba (2015), algorithm 1."""
    mean = slots["mean"].lerp_(step.gradient, 1 - settings.beta1)
    square = averaged_square(slots["square"], step.gradient, settings.beta2)
    rate = step.rate / (1 - settings.beta1**step.number)
    root = math.sqrt(1 - settings.beta2**step.number)
    parameters.addcdiv_(mean, (square.sqrt() / root).add_(settings.epsilon), value=-rate)


def adamw(settings: Any, parameters: Tensor, slots: Slots, step: Step) -> None:
    """Loshchilov & Hutter (2019): Adam, the decay apart from the gradient, on all parameters."""
    parameters.mul_(1 - step.rate * settings.weight_decay)
    adam(settings, parameters, slots, step)


def adamax(settings: Any, parameters: Tensor, slots: Slots, step: Step) -> None:
    """Kingma & Ba (2015), algorithm 2: the largest gradient in place of the mean square."""
    mean = slots["mean"].lerp_(step.gradient, 1 - settings.beta1)
    largest = slots["largest"].mul_(settings.beta2)
    torch.maximum(largest, step.gradient.abs().add_(settings.epsilon), out=largest)
    rate = step.rate / (1 - settings.beta1**step.number)
    parameters.addcdiv_(mean, largest, value=-rate)


def nadam(settings: Any, parameters: Tensor, slots: Slots, step: Step) -> None:
    """Dozat (2016), with the rising momentum of its section 2.2: β₁ (1 − 0.96^(ψ t) / 2).

    `product` is that of all momentum factors so far.
    """
    now, following = (
        settings.beta1 * (1 - 0.5 * 0.96 ** (number * settings.momentum_decay))
        for number in (step.number, step.number + 1)
    )
    product = slots["product"].mul_(now)
    mean = slots["mean"].lerp_(step.gradient, 1 - settings.beta1)
    square = averaged_square(slots["square"], step.gradient, settings.beta2)
    size = (square / (1 - settings.beta2**step.number)).sqrt_().add_(settings.epsilon)
    looked = step.gradient * (1 - now) / (1 - product)
    looked.addcdiv_(mean, 1 - product * following, value=following)
    parameters.addcdiv_(looked, size, value=-step.rate)


def radam(settings: Any, parameters: Tensor, slots: Slots, step: Step) -> None:
    """Liu et al. (2020), algorithm 2: as momentum until the mean square can be trusted."""
    mean = slots["mean"].lerp_(step.gradient, 1 - settings.beta1)
    square = averaged_square(slots["square"], step.gradient, settings.beta2)
    rate = step.rate / (1 - settings.beta1**step.number)
    rectified = _rectification(settings.beta2, step.number)
    if rectified is None:
        parameters.add_(mean, alpha=-rate)
    else:
        size = square.sqrt().add_(settings.epsilon)
        rate *= rectified * math.sqrt(1 - settings.beta2**step.number)
        parameters.addcdiv_(mean, size, value=-rate)


SURE = 5.0
"""Length of the average from which on its variance is tractable, as in torch (the paper has 4)."""


def _rectification(beta2: float, number: int) -> float | None:
    longest = 2 / (1 - beta2) - 1
    power = beta2**number
    length = longest - 2 * number * power / (1 - power)
    if length <= SURE:
        return None
    least = (length - 4) * (length - 2) * longest
    return math.sqrt(least / ((longest - 4) * (longest - 2) * length))


def averaged_square(square: Tensor, values: Tensor, decay: float) -> Tensor:
    """Renews the moving average of squares in place, and gives it."""
    return square.mul_(decay).addcmul_(values, values, value=1 - decay)
