"""Tensors of all the shapes that a network's parameters have, in one flat vector."""

from __future__ import annotations

import torch

from playground.train.optimizers.base import Part, Parts

SHAPES = (
    ((4, 3), True),
    ((4,), False),
    ((5, 2, 3, 3), True),
    ((5,), False),
    ((1,), False),
    ((2, 7), True),
    ((3, 4, 2), False),
    ((6, 1, 3), True),
)
"""A weight and a bias, a kernel, a slope, a wide weight, a norm's of maps, a depthwise kernel."""


def layout() -> tuple[Parts, int]:
    """Return where each lies in the flat vector, and its length."""
    parts, offset = [], 0
    for shape, matrix in SHAPES:
        parts.append(Part(offset, shape, matrix))
        offset += torch.Size(shape).numel()
    return Parts(tuple(parts)), offset
