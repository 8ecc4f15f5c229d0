"""First weights, drawn: one function for each row of `spec.initializers`."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Generator, Tensor

from playground.spec.activations import ACTIVATIONS, ActivationName
from playground.spec.initializers import (
    Auto,
    ConstantWeight,
    Kaiming,
    Normal,
    Orthogonal,
    Size,
    Uniform,
    Xavier,
    Zeros,
    fans,
)

Draw = Callable[[Any, Size, ActivationName, Generator], Tensor]
"""(settings, size, activation, generator) → weights float32 of that size, [out, in, *kernel]."""


def auto(
    _settings: Auto | None, size: Size, activation: ActivationName, generator: Generator
) -> Tensor:
    """Draw [out, in, *kernel] as suits the activation.

    Rectifiers: uniform within ± gain √(3 / fan in) (He et al. 2015, "Delving deep into
    rectifiers"). Others: ± gain √(6 / (fan in + fan out)) (Glorot & Bengio 2010, eq. 16).
    """
    gain = ACTIVATIONS[activation].gain
    fan_in, fan_out = fans(size)
    if gain.rule == "kaiming":
        bound = gain.value * math.sqrt(3 / fan_in)
    else:
        bound = gain.value * math.sqrt(6 / (fan_in + fan_out))
    return _uniform(size, bound, generator)


def _zeros(
    _settings: Zeros, size: Size, _activation: ActivationName, _generator: Generator
) -> Tensor:
    return torch.zeros(size)


def _constant(
    settings: ConstantWeight, size: Size, _activation: ActivationName, _generator: Generator
) -> Tensor:
    return torch.full(size, settings.value)


def _normal(
    settings: Normal, size: Size, _activation: ActivationName, generator: Generator
) -> Tensor:
    return settings.deviation * torch.randn(size, generator=generator)


def _within_bound(
    settings: Uniform, size: Size, _activation: ActivationName, generator: Generator
) -> Tensor:
    return _uniform(size, settings.bound, generator)


def _xavier(
    settings: Xavier, size: Size, _activation: ActivationName, generator: Generator
) -> Tensor:
    deviation = settings.gain * math.sqrt(2 / sum(fans(size)))
    return _spread(settings.distribution, deviation, size, generator)


def _kaiming(
    settings: Kaiming, size: Size, _activation: ActivationName, generator: Generator
) -> Tensor:
    deviation = settings.gain / math.sqrt(fans(size)[0])
    return _spread(settings.distribution, deviation, size, generator)


def _orthogonal(
    settings: Orthogonal, size: Size, _activation: ActivationName, generator: Generator
) -> Tensor:
    weight = torch.empty(size)
    return torch.nn.init.orthogonal_(weight, settings.gain, generator=generator)


DRAWS: dict[str, Draw] = {
    "auto": auto,
    "zeros": _zeros,
    "constant": _constant,
    "normal": _normal,
    "uniform": _within_bound,
    "xavier": _xavier,
    "kaiming": _kaiming,
    "orthogonal": _orthogonal,
}


def _uniform(size: Size, bound: float, generator: Generator) -> Tensor:
    return bound * (2 * torch.rand(size, generator=generator) - 1)


def _spread(distribution: str, deviation: float, size: Size, generator: Generator) -> Tensor:
    if distribution == "normal":
        return deviation * torch.randn(size, generator=generator)
    return _uniform(size, math.sqrt(3) * deviation, generator)
