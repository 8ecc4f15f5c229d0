"""One number a channel."""

from __future__ import annotations

from torch import Tensor

from playground.nn.layers.base import ForwardContext, LayerFunctions, Parameters
from playground.spec.shapes import LayerShape


def forward(
    shape: LayerShape, _parameters: Parameters, x: Tensor, _context: ForwardContext
) -> Tensor:
    """Take the mean or the largest of each channel: [B, C, *positions] → [B, C]."""
    values = x.flatten(2)
    return values.amax(dim=2) if shape.layer.mode == "max" else values.mean(dim=2)


FUNCTIONS = LayerFunctions(forward=forward)
