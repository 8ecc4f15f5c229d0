"""Optimizers that follow the gradient or its sign, with one rate for all."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from playground.train.optimizers.base import Slots, Step


def sgd(settings: Any, parameters: Tensor, slots: Slots, step: Step) -> None:
    """Momentum as in Sutskever et al. (2013), with torch's sign: buffer ← μ buffer + gradient.

    Dampening spares the first gradient, and without momentum it does nothing.
    """
    damped = settings.dampening if settings.momentum and step.updates else 0.0
    buffer = slots["momentum"].mul_(settings.momentum).add_(step.gradient, alpha=1 - damped)
    if settings.nesterov:
        parameters.add_(step.gradient, alpha=-step.rate)
        parameters.add_(buffer, alpha=-step.rate * settings.momentum)
    else:
        parameters.add_(buffer, alpha=-step.rate)


def asgd(settings: Any, parameters: Tensor, slots: Slots, step: Step) -> None:
    """Polyak & Juditsky (1992), the rate of Xu (2011), eq. 33: η (1 + λ η t)^−α.

    A step uses the size that the one before left in `eta`; `averaged` is for whoever wants it.
    """
    eta, averaged = slots["eta"], slots["averaged"]
    if step.updates == 0:
        eta.fill_(step.rate)
    parameters.mul_(1 - settings.lambd * eta)
    parameters.addcmul_(eta, step.gradient, value=-1)
    averaged.lerp_(parameters, 1 / max(1, step.updates - settings.start))
    eta.fill_(step.rate / (1 + settings.lambd * step.rate * step.number) ** settings.alpha)


def rprop(settings: Any, parameters: Tensor, slots: Slots, step: Step) -> None:
    """Riedmiller & Braun (1993), without taking a step back: where the sign turns, one is skipped.

    The learning rate is the first size of every step; later it has no part.
    """
    size, before = slots["size"], slots["gradient"]
    if step.updates == 0:
        size.fill_(step.rate)
    turned = step.gradient * before
    size.mul_(torch.where(turned > 0, settings.grow, torch.where(turned < 0, settings.shrink, 1.0)))
    size.clamp_(settings.least, settings.most)
    before.copy_(torch.where(turned < 0, 0.0, step.gradient))
    parameters.addcmul_(before.sign(), size, value=-1)
