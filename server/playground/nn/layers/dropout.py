"""Dropout: Srivastava et al. (2014)."""

from __future__ import annotations

import torch
from torch import Tensor

from playground.nn.layers.base import ForwardContext, LayerFunctions, Parameters
from playground.spec.shapes import LayerShape


def forward(
    shape: LayerShape, _parameters: Parameters, x: Tensor, context: ForwardContext
) -> Tensor:
    """Drop values of [B, *inputs] in training, and scale the rest up; else change nothing."""
    probability = shape.layer.probability
    if not context.training or not probability:
        return x
    drawn = torch.rand(x.shape, generator=context.generator, device=x.device)
    kept: Tensor = x * (drawn >= probability) / (1 - probability)
    return kept


FUNCTIONS = LayerFunctions(forward=forward)
