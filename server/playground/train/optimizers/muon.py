"""Matrices that step along an orthogonalized momentum, and AdamW for the rest."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from playground.train.optimizers import adamw
from playground.train.optimizers.base import Optimizer, OptimizerState, Step


@dataclass(frozen=True, slots=True)
class _Rest:
    """The settings of the AdamW for what is no matrix."""

    weight_decay: float
    beta1: float = 0.9
    beta2: float = 0.95
    epsilon: float = 1e-8


def update(settings: Any, parameters: Tensor, state: OptimizerState, step: Step) -> None:
    """Update the parameters [P]: Jordan et al. (2024).

    A kernel [out, in, …] is a matrix [out, in · …]; what is no matrix has AdamW.
    """
    for part in step.parts.each(parameters):
        values = part.view(parameters)
        own = {
            name: part.view(vector) for name, vector in state.items() if name in ("mean", "square")
        }
        gradient = part.view(step.gradient)
        if not part.matrix:
            here = Step(gradient, step.rate, step.updates)
            adamw.update(_Rest(settings.weight_decay), values, own, here)
            continue
        mean = own["mean"].lerp_(gradient, 1 - settings.momentum)
        ahead = gradient.lerp(mean, settings.momentum) if settings.nesterov else mean
        change = orthogonalize(ahead.flatten(1), settings.iterations).view(part.shape)
        height, width = part.shape[0], math.prod(part.shape[1:])
        values.mul_(1 - step.rate * settings.weight_decay)
        values.add_(change, alpha=-step.rate * math.sqrt(max(1, height / width)))


QUINTIC = (3.4445, -4.775, 2.0315)
"""Chosen by Jordan for a steep rise at 0, so that few iterations do: a x + b x³ + c x⁵."""


def orthogonalize(matrix: Tensor, iterations: int) -> Tensor:
    """Bring the singular values of a matrix [M, N] near 1, in bfloat16.

    By Newton-Schulz iteration, of the polynomial `QUINTIC`.
    """
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


OPTIMIZER = Optimizer(("mean", "square"), update)
