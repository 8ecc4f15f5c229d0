"""Convolution over maps."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional

from playground.nn.layers._first import drawn
from playground.nn.layers.base import ForwardContext, LayerFunctions, Parameters
from playground.spec.shapes import LayerShape


def forward(
    shape: LayerShape, parameters: Parameters, x: Tensor, _context: ForwardContext
) -> Tensor:
    """Convolve [B, C, H, W] → [B, units, H', W']."""
    layer = shape.layer
    return functional.conv2d(
        x,
        parameters["weight"],
        parameters["bias"],
        layer.stride,
        layer.padding,
        layer.dilation,
        layer.groups,
    )


FUNCTIONS = LayerFunctions(init=drawn, forward=forward)
