"""Activation functions, elementwise, with what the first weights need to know of each."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor
from torch.nn import functional

from playground.spec.network import ActivationName

LEAK = 0.01
"""Slope of the leaky rectifier below zero."""


@dataclass(frozen=True, slots=True)
class Activation:
    """`gain` scales the first weights so that signals keep their size from layer to layer."""

    function: Callable[[Tensor], Tensor]
    gain: float = 1.0
    init: Literal["kaiming", "xavier"] = "xavier"


def _rectifier(function: Callable[[Tensor], Tensor], slope: float = 0.0) -> Activation:
    """Half of the signal is lost below zero: gain √(2 / (1 + slope²)), He et al. (2015), eq. 15."""
    return Activation(function, math.sqrt(2 / (1 + slope**2)), "kaiming")


def _identity(z: Tensor) -> Tensor:
    return z


def _leaky_relu(z: Tensor) -> Tensor:
    return functional.leaky_relu(z, LEAK)


ACTIVATIONS: dict[ActivationName, Activation] = {
    "identity": Activation(_identity),
    "relu": _rectifier(torch.relu),
    "leaky_relu": _rectifier(_leaky_relu, LEAK),
    "elu": _rectifier(functional.elu),
    "gelu": _rectifier(functional.gelu),
    "silu": _rectifier(functional.silu),
    "tanh": Activation(torch.tanh, gain=5 / 3),
    "sigmoid": Activation(torch.sigmoid),
    "softplus": _rectifier(functional.softplus),
    "sine": Activation(torch.sin),
}
