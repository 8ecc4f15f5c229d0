"""Optimizers that know which parameters form a matrix."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from playground.train.optimizers.adaptive import adamw
from playground.train.optimizers.base import Slots, Step

SMALLEST_SQUARE = torch.finfo(torch.float32).eps
SMALLEST_SCALE = 1e-3
"""ε₁ and ε₂ of Adafactor, as in torch."""


def adafactor(settings: Any, parameters: Tensor, slots: Slots, step: Step) -> None:
    """Shazeer & Stern (2018), algorithms 4 and 5, of the last two axes of each tensor.

    Its step is relative to the size of the tensor: the learning rate only bounds it from above.
    """
    weight = step.number**settings.beta2_decay
    relative = min(step.rate, 1 / math.sqrt(step.number))
    for part in step.parts.each(parameters):
        values, gradient = part.view(parameters), part.view(step.gradient)
        square = _factored if len(part.shape) > 1 else _whole
        rows, columns = part.view(slots["rows"]), part.view(slots["columns"])
        estimate = square(rows, columns, gradient, weight)
        change = estimate.clamp_(min=SMALLEST_SQUARE**2).rsqrt_().mul_(gradient)
        size = (_root_mean_square(values).clamp(min=SMALLEST_SCALE)) * relative
        too_large = (_root_mean_square(change) / settings.clip).clamp(min=1)
        values.sub_(change.mul_(size / too_large))


def _whole(rows: Tensor, _: Tensor, gradient: Tensor, weight: float) -> Tensor:
    return rows.lerp_(gradient.square(), weight).clone()


def _factored(rows: Tensor, columns: Tensor, gradient: Tensor, weight: float) -> Tensor:
    """Mean squares by row and by column, each repeated over the matrix.

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


@dataclass(frozen=True, slots=True)
class _Rest:
    """How Muon's AdamW treats what is no matrix."""

    weight_decay: float
    beta1: float = 0.9
    beta2: float = 0.95
    epsilon: float = 1e-8


def muon(settings: Any, parameters: Tensor, slots: Slots, step: Step) -> None:
    """Jordan et al. (2024). A kernel [out, in, …] is a matrix [out, in · …]; the rest has AdamW."""
    for part in step.parts.each(parameters):
        values = part.view(parameters)
        own = {name: part.view(slot) for name, slot in slots.items() if name in ("mean", "square")}
        gradient = part.view(step.gradient)
        if not part.matrix:
            here = Step(gradient, step.rate, step.updates)
            adamw(_Rest(settings.weight_decay), values, own, here)
            continue
        mean = own["mean"].lerp_(gradient, 1 - settings.momentum)
        ahead = gradient.lerp(mean, settings.momentum) if settings.nesterov else mean
        change = orthogonalised(ahead.flatten(1), settings.iterations).view(part.shape)
        height, width = part.shape[0], math.prod(part.shape[1:])
        values.mul_(1 - step.rate * settings.weight_decay)
        values.add_(change, alpha=-step.rate * math.sqrt(max(1, height / width)))


QUINTIC = (3.4445, -4.775, 2.0315)
"""Chosen by Jordan for a steep rise at 0, so that few iterations do: a x + b x³ + c x⁵."""


def orthogonalised(matrix: Tensor, iterations: int) -> Tensor:
    """The matrix with its singular values brought near 1, bfloat16, by Newton-Schulz iteration."""
    first, third, fifth = QUINTIC
    tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.to(torch.bfloat16)
    x = x.T if tall else x
    x = x / x.norm().clamp(min=1e-7)
    for _ in range(iterations):
        square = x @ x.T
        inner = torch.addmm(square, square, square, beta=third, alpha=fifth)
        x = torch.addmm(x, inner, x, beta=first)
    return x.T if tall else x
