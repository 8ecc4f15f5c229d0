"""The fully connected layer."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional

from playground.nn.layers._first import drawn
from playground.nn.layers.base import ForwardContext, LayerFunctions, Parameters
from playground.spec.shapes import LayerShape


def forward(
    _shape: LayerShape, parameters: Parameters, x_BI: Tensor, _context: ForwardContext
) -> Tensor:
    """Compute x Wᵀ + b, [B, I] → [B, units]."""
    return functional.linear(x_BI, parameters["weight"], parameters["bias"])


FUNCTIONS = LayerFunctions(init=drawn, forward=forward)
