"""First weights: a function for each kind of `spec.initial`."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Generator, Tensor

from playground.nn.activations import ACTIVATIONS
from playground.spec.network import ActivationName

Size = tuple[int, ...]
Draw = Callable[[Any, Size, ActivationName, Generator], Tensor]
"""(settings, size, activation, generator) → weights float32 of that size, [out, in, *kernel]."""


def fans(size: Size) -> tuple[int, int]:
    """Inputs that reach one output, and outputs that one input reaches, without groups and stride."""
    kernel = math.prod(size[2:])
    return size[1] * kernel, size[0] * kernel


def auto(_: Any, size: Size, activation: ActivationName, generator: Generator) -> Tensor:
    """Rectifiers: uniform within ± gain √(3 / fan in) (He et al. 2015, "Delving deep into
    rectifiers"). Others: ± gain √(6 / (fan in + fan out)) (Glorot & Bengio 2010, eq. 16).
    """
    row = ACTIVATIONS[activation]
    fan_in, fan_out = fans(size)
    if row.init == "kaiming":
        bound = row.gain * math.sqrt(3 / fan_in)
    else:
        bound = row.gain * math.sqrt(6 / (fan_in + fan_out))
    return _uniform(size, bound, generator)


def zeros(_: Any, size: Size, __: ActivationName, ___: Generator) -> Tensor:
    return torch.zeros(size)


def constant(settings: Any, size: Size, _: ActivationName, __: Generator) -> Tensor:
    return torch.full(size, settings.value)


def normal(settings: Any, size: Size, _: ActivationName, generator: Generator) -> Tensor:
    deviation: float = settings.deviation
    return deviation * torch.randn(size, generator=generator)


def uniform(settings: Any, size: Size, _: ActivationName, generator: Generator) -> Tensor:
    return _uniform(size, settings.bound, generator)


def xavier(settings: Any, size: Size, _: ActivationName, generator: Generator) -> Tensor:
    deviation = settings.gain * math.sqrt(2 / sum(fans(size)))
    return _spread(settings.distribution, deviation, size, generator)


def kaiming(settings: Any, size: Size, _: ActivationName, generator: Generator) -> Tensor:
    deviation = settings.gain / math.sqrt(fans(size)[0])
    return _spread(settings.distribution, deviation, size, generator)


def orthogonal(settings: Any, size: Size, _: ActivationName, generator: Generator) -> Tensor:
    weight = torch.empty(size)
    return torch.nn.init.orthogonal_(weight, settings.gain, generator=generator)


INITIALISERS: dict[str, Draw] = {
    "auto": auto,
    "zeros": zeros,
    "constant": constant,
    "normal": normal,
    "uniform": uniform,
    "xavier": xavier,
    "kaiming": kaiming,
    "orthogonal": orthogonal,
}


def _uniform(size: Size, bound: float, generator: Generator) -> Tensor:
    return bound * (2 * torch.rand(size, generator=generator) - 1)


def _spread(distribution: str, deviation: float, size: Size, generator: Generator) -> Tensor:
    if distribution == "normal":
        return deviation * torch.randn(size, generator=generator)
    return _uniform(size, math.sqrt(3) * deviation, generator)
