"""Adam's mean squares kept by row and column, with steps relative to each tensor's size."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor

from playground.train.optimizers.base import Optimizer, OptimizerState, Step

SMALLEST_SQUARE = torch.finfo(torch.float32).eps
SMALLEST_SCALE = 1e-3
"""ε₁ and ε₂ of Adafactor, as in torch."""


def update(settings: Any, parameters: Tensor, state: OptimizerState, step: Step) -> None:
    """Update the parameters [P]: Shazeer & Stern (2018), algorithms 4 and 5.

    Rows and columns are of the last two axes of each tensor. The step is relative to the size of
    the tensor: the learning rate only bounds it from above.
    """
    weight = step.number**settings.beta2_decay
    factors = step.parts.factors
    for part in step.parts.each(parameters):
        # One layer's parameters have one factor.
        factor = 1.0 if factors is None else factors[part.offset]
        relative = min(step.rate * float(factor), 1 / math.sqrt(step.number))
        values, gradient = part.view(parameters), part.view(step.gradient)
        square = _factored if len(part.shape) > 1 else _whole
        rows, columns = part.view(state["rows"]), part.view(state["columns"])
        estimate = square(rows, columns, gradient, weight)
        change = estimate.clamp_(min=SMALLEST_SQUARE**2).rsqrt_().mul_(gradient)
        size = (_root_mean_square(values).clamp(min=SMALLEST_SCALE)) * relative
        too_large = (_root_mean_square(change) / settings.clip).clamp(min=1)
        values.sub_(change.mul_(size / too_large))


def _whole(rows: Tensor, _: Tensor, gradient: Tensor, weight: float) -> Tensor:
    """Return the mean squares of a vector, all of which are kept."""
    return rows.lerp_(gradient.square(), weight).clone()


def _factored(rows: Tensor, columns: Tensor, gradient: Tensor, weight: float) -> Tensor:
    """Return the mean squares [..., M, N] that those by row and by column amount to.

    After an edit, a row's new elements lack their row's value: hence the largest of the row.
    """
    square = gradient.square()
    row = rows.amax(dim=-1, keepdim=True).lerp_(square.mean(dim=-1, keepdim=True), weight)
    column = columns.amax(dim=-2, keepdim=True).lerp_(square.mean(dim=-2, keepdim=True), weight)
    rows.copy_(row)
    columns.copy_(column)
    return row * column / row.mean(dim=-2, keepdim=True).clamp_(min=SMALLEST_SQUARE)


def _root_mean_square(values: Tensor) -> Tensor:
    return values.square().mean().sqrt()


OPTIMIZER = Optimizer(("rows", "columns"), update, proportional=False)
