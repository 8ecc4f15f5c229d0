"""Maps laid out as one vector."""

from __future__ import annotations

from torch import Tensor

from playground.nn.layers.base import ForwardContext, LayerFunctions, Parameters
from playground.spec.shapes import LayerShape


def forward(
    _shape: LayerShape, _parameters: Parameters, x: Tensor, _context: ForwardContext
) -> Tensor:
    """Lay out [B, C, *positions] → [B, F], channel by channel."""
    return x.flatten(1)


FUNCTIONS = LayerFunctions(forward=forward)
