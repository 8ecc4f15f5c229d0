"""Steps by the sign of the gradient alone, each of a size of its own."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from playground.train.optimizers.base import Optimizer, OptimizerState, Step, own_rate


def update(settings: Any, parameters: Tensor, state: OptimizerState, step: Step) -> None:
    """Update the parameters [P]: Riedmiller & Braun (1993), without taking a step back.

    Where the sign turns, one step is skipped. The learning rate is the first size of every step;
    later it has no part.
    """
    size, before = state["size"], state["gradient"]
    if step.updates == 0:
        size.copy_(torch.as_tensor(step.rates))
    turned = step.gradient * before
    size.mul_(torch.where(turned > 0, settings.grow, torch.where(turned < 0, settings.shrink, 1.0)))
    size.clamp_(settings.least, settings.most)
    before.copy_(torch.where(turned < 0, 0.0, step.gradient))
    parameters.addcmul_(before.sign(), size, value=-1)


OPTIMIZER = Optimizer(("size", "gradient"), update, first={"size": own_rate}, proportional=False)
