"""An activation as a layer of its own, which the program applies as it does any layer's."""

from __future__ import annotations

from torch import Tensor

from playground.nn.layers.base import ForwardContext, LayerFunctions, Parameters
from playground.spec.shapes import LayerShape


def forward(
    _shape: LayerShape, _parameters: Parameters, x: Tensor, _context: ForwardContext
) -> Tensor:
    """Give [B, *inputs] as it is: pre-activations are what comes in."""
    return x


FUNCTIONS = LayerFunctions(forward=forward)
