"""Skips: one signal joined to another, as `Join` says."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from playground.nn.layers.base import Parameters
from playground.spec.shapes import Join

PRODUCTS = {2: functional.linear, 3: functional.conv1d, 4: functional.conv2d}
"""What a projection does to a signal, by its number of axes."""

ADAPTIVE = {1: functional.adaptive_avg_pool1d, 2: functional.adaptive_avg_pool2d}


def join(how: Join, parameters: Parameters, x: Tensor, source: Tensor) -> Tensor:
    """Join one skip's source [B, *source] to the layer's input x [B, *inputs].

    Added it keeps x's shape, concatenated it widens the first axis behind the batch's.
    """
    if how.flatten:
        source = source.flatten(1)
    if how.pool is not None:
        pool: Any = ADAPTIVE[len(how.pool)]
        source = pool(source, how.pool)
    if how.projection is not None:
        kernel = parameters[how.projection]
        project: Any = PRODUCTS[kernel.ndim]
        source = project(source, kernel)
    if how.reshape is not None:
        source = source.reshape(-1, *how.reshape)
    return torch.cat([x, source], dim=1) if how.mode == "concat" else x + source
