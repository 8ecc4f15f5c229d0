"""First parameters that several kinds share."""

from __future__ import annotations

import torch
from torch import Tensor

from playground.nn.initializers import DRAWS
from playground.nn.layers.base import Stream
from playground.spec.activations import ActivationName
from playground.spec.shapes import LayerShape


def drawn(shape: LayerShape, activation: ActivationName, stream: Stream) -> dict[str, Tensor]:
    """Draw the weight [out, in, *kernel] as the layer's `init` says; the bias [out] is given."""
    layer = shape.layer
    weight = DRAWS[layer.init.kind](layer.init, shape.tensors["weight"], activation, stream(""))
    return {"weight": weight, "bias": torch.full(shape.tensors["bias"], layer.initial_bias)}


def scale_and_shift(
    shape: LayerShape, _activation: ActivationName, _stream: Stream
) -> dict[str, Tensor]:
    """Give a weight of ones and a bias of zeros [*weight]: a norm that changes nothing more."""
    size = shape.tensors["weight"]
    return {"weight": torch.ones(size), "bias": torch.zeros(size)}
