"""The mean of each window."""

from __future__ import annotations

from typing import Any

from torch import Tensor
from torch.nn import functional

from playground.nn.layers.base import ForwardContext, LayerFunctions, Parameters
from playground.spec.shapes import LayerShape


def forward(
    shape: LayerShape, _parameters: Parameters, x: Tensor, _context: ForwardContext
) -> Tensor:
    """Take the mean, where padding counts as zeros, of each window: [B, C, L] → [B, C, L'], or [B, C, H, W] → [B, C, H', W']."""
    layer = shape.layer
    if x.device.type == "cuda":
        # Of channels that lie last, as convolutions may give them, and a padding, the gradient that
        # torch 2.11 computes on a card is up to 40 % off.
        x = x.contiguous()
    pool: Any = functional.avg_pool1d if x.ndim == 3 else functional.avg_pool2d
    pooled: Tensor = pool(x, layer.kernel, layer.stride, layer.padding)
    return pooled


FUNCTIONS = LayerFunctions(forward=forward)
