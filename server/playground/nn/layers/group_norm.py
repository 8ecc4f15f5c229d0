"""Group normalization: Wu & He (2018)."""

from __future__ import annotations

import torch
from torch import Tensor

from playground.nn.layers._first import scale_and_shift
from playground.nn.layers.base import ForwardContext, LayerFunctions, Parameters
from playground.spec.shapes import LayerShape


def forward(
    shape: LayerShape, parameters: Parameters, x: Tensor, _context: ForwardContext
) -> Tensor:
    """Normalize each group of channels of [B, C, *positions]; weight and bias are [C]."""
    layer = shape.layer
    # functional.group_norm is this, but refuses the one value of a group of one sample. Scaled apart:
    # torch 2.13 ends the process in the gradient of group_norm's own scale, when the input lies
    # channels last and has no gradient itself, as images of one channel do.
    normal = torch.group_norm(x, layer.groups, eps=layer.epsilon)
    each = (-1, *[1] * (x.ndim - 2))
    return normal * parameters["weight"].view(each) + parameters["bias"].view(each)


FUNCTIONS = LayerFunctions(init=scale_and_shift, forward=forward)
