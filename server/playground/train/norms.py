"""The Euclidean norm of values whose squares float32 cannot hold."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

SMALLEST_SQUARES, LARGEST_SQUARES = 1e-30, 3e38
"""Between these a sum of squares has lost nothing that float32 could not hold."""


def norm(values: Tensor) -> Tensor:
    """Return √Σv² [] of float32 values [N, ...]; it overflows only where the norm itself does.

    Values are divided by the largest before they are squared, as BLAS's nrm2 does (Lawson et al.,
    1979); float64, which would serve as well, is not on every device.
    """
    largest = values.abs().max().clamp(min=torch.finfo(values.dtype).tiny)
    relative: Tensor = (values / largest).norm()
    return largest * relative


def layer_norms(gradient: Tensor, sizes: Sequence[int]) -> Tensor:
    """Return the norm of each layer's part of a gradient [P], [layers]; 0 of one without parameters.

    `sizes` are the layers' numbers of parameters. No device is waited for.
    """
    if gradient.device.type == "cpu":
        return _on_cpu(gradient, sizes)
    parts = torch.split(gradient, list(sizes))
    if gradient.device.type == "cuda":
        return _at_once(parts)
    nothing = gradient.new_zeros(())
    return torch.stack([norm(part) if len(part) else nothing for part in parts])


def _at_once(parts: Sequence[Tensor]) -> Tensor:
    """Take all norms by one call, float64: a call for each layer costs as much as its pass."""
    found = iter(torch._foreach_norm([part for part in parts if len(part)], 2.0, torch.float64))
    nothing = parts[0].new_zeros((), dtype=torch.float64)
    return torch.stack([next(found) if len(part) else nothing for part in parts])


def _on_cpu(gradient: Tensor, sizes: Sequence[int]) -> Tensor:
    """Take the norms by BLAS: a call of torch's costs as much as a small layer's pass."""
    flat = gradient.numpy()
    squares, first = [], 0
    with np.errstate(over="ignore", invalid="ignore"):
        for size in sizes:
            part = flat[first : first + size]
            square = float(np.dot(part, part)) if size else 0.0
            if size and not SMALLEST_SQUARES < square < LARGEST_SQUARES:
                exact = part.astype(np.float64)
                square = float(np.dot(exact, exact))
            squares.append(square)
            first += size
        # In float64: the length of many large values is none that float32 holds.
        return torch.from_numpy(np.sqrt(squares))
