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

FIRST_SLOPE = 0.25
"""Of PReLU below zero, which is learned (He et al. 2015, section 2.1)."""


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


def _first_prelu(z: Tensor) -> Tensor:
    return functional.leaky_relu(z, FIRST_SLOPE)


ACTIVATIONS: dict[ActivationName, Activation] = {
    "identity": Activation(_identity),
    "relu": _rectifier(torch.relu),
    "leaky_relu": _rectifier(_leaky_relu, LEAK),
    "prelu": _rectifier(_first_prelu, FIRST_SLOPE),
    "relu6": _rectifier(functional.relu6),
    "elu": _rectifier(functional.elu),
    # Klambauer et al. (2017): gain 1 on the fan in keeps mean 0 and variance 1.
    "selu": Activation(functional.selu, 1.0, "kaiming"),
    "gelu": _rectifier(functional.gelu),
    "silu": _rectifier(functional.silu),
    "mish": _rectifier(functional.mish),
    "tanh": Activation(torch.tanh, gain=5 / 3),
    "sigmoid": Activation(torch.sigmoid),
    "softplus": _rectifier(functional.softplus),
    "softsign": Activation(functional.softsign, gain=5 / 3),
    "hard_tanh": Activation(functional.hardtanh, gain=5 / 3),
    "hard_sigmoid": Activation(functional.hardsigmoid),
    "hard_swish": _rectifier(functional.hardswish),
    "sine": Activation(torch.sin),
}


def activate(name: ActivationName, z: Tensor, slope: Tensor | None = None) -> Tensor:
    """σ(z); `slope` [1] is PReLU's, and its first one if not given."""
    if name == "prelu" and slope is not None:
        return torch.where(z > 0, z, slope * z)
    return ACTIVATIONS[name].function(z)
