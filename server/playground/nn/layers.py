"""Kinds of layers: how each draws its first parameters and what it computes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Generator, Tensor
from torch.nn import functional

from playground.nn.activations import ACTIVATIONS
from playground.spec.project import DenseShape

Parameters = Mapping[str, Tensor]
"""A layer's tensors by name: "weight" [units, inputs] and "bias" [units]."""


@dataclass(frozen=True, slots=True)
class LayerKind:
    """`parameters` names the tensors with their shapes; `forward` gives the pre-activations."""

    parameters: Callable[[DenseShape], dict[str, tuple[int, ...]]]
    init: Callable[[DenseShape, Generator], dict[str, Tensor]]
    forward: Callable[[Parameters, Tensor], Tensor]


def dense_parameters(shape: DenseShape) -> dict[str, tuple[int, ...]]:
    return {"weight": (shape.units, shape.inputs), "bias": (shape.units,)}


def dense_init(shape: DenseShape, generator: Generator) -> dict[str, Tensor]:
    """Weights uniform within ± a bound, biases zero.

    Rectifiers: gain √(3 / inputs) (He et al. 2015, "Delving deep into rectifiers"). Others:
    gain √(6 / (inputs + units)) (Glorot & Bengio 2010, eq. 16).
    """
    activation = ACTIVATIONS[shape.activation]
    if activation.init == "kaiming":
        bound = activation.gain * math.sqrt(3 / shape.inputs)
    else:
        bound = activation.gain * math.sqrt(6 / (shape.inputs + shape.units))
    uniform = torch.rand((shape.units, shape.inputs), generator=generator)
    return {"weight": bound * (2 * uniform - 1), "bias": torch.zeros(shape.units)}


def dense_forward(parameters: Parameters, x_BI: Tensor) -> Tensor:
    """x Wᵀ + b, [B, units]."""
    return functional.linear(x_BI, parameters["weight"], parameters["bias"])


LAYERS: dict[str, LayerKind] = {
    "dense": LayerKind(dense_parameters, dense_init, dense_forward),
}
