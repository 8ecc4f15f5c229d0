"""Layer normalization: Ba et al. (2016)."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional

from playground.nn.layers._first import scale_and_shift
from playground.nn.layers.base import ForwardContext, LayerFunctions, Parameters
from playground.spec.shapes import LayerShape


def forward(
    shape: LayerShape, parameters: Parameters, x: Tensor, _context: ForwardContext
) -> Tensor:
    """Normalize each sample of [B, *outputs]; weight and bias are [*outputs]."""
    return functional.layer_norm(
        x, shape.outputs, parameters["weight"], parameters["bias"], shape.layer.epsilon
    )


FUNCTIONS = LayerFunctions(init=scale_and_shift, forward=forward)
