"""Adam with a weight decay apart from the gradient."""

from __future__ import annotations

from typing import Any

from torch import Tensor

from playground.train.optimizers import adam
from playground.train.optimizers.base import Optimizer, OptimizerState, Step


def update(settings: Any, parameters: Tensor, state: OptimizerState, step: Step) -> None:
    """Update the parameters [P]: Loshchilov & Hutter (2019), the decay apart from the gradient."""
    parameters.mul_(1 - step.rate * settings.weight_decay)
    adam.update(settings, parameters, state, step)


OPTIMIZER = Optimizer(adam.OPTIMIZER.state, update)
