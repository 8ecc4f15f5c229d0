"""Counts of values in equal bins."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground.observe.view import Observation, View
from playground.train.cooperative import Cooperative
from playground.wire.frame import Value

MAX_VALUES = 1 << 22
"""Activations counted at most."""


def samples(view: View, values: int) -> int:
    """Give the number of samples of which so many values each are counted."""
    return min(max(1, MAX_VALUES // values), view.affordable)


def histograms(
    spreads: dict[str, Tensor], bins: int, values: dict[str, Value]
) -> Cooperative[Observation]:
    """Count each of the tensors [...] by name, u32 [bins]; join each range as "NAME_low" and "NAME_high"."""
    arrays: dict[str, Any] = {}
    for name, spread in spreads.items():
        arrays[name], values[f"{name}_low"], values[f"{name}_high"] = count(spread, bins)
        yield
    return arrays, values


def count(values: Tensor, bins: int) -> tuple[NDArray[np.uint32], float, float]:
    """Count the finite values, of any shape, in equal bins from the least to the greatest.

    Gives the counts [bins] and these two. Equal values get a range of 1 around them.
    """
    edges = _edges(values)
    if not all(map(math.isfinite, edges)):
        # Choosing them takes longer than counting: only where there is one to leave out.
        values = values[torch.isfinite(values)]
        edges = _edges(values)
    if not len(values):
        return np.zeros(bins, dtype=np.uint32), 0.0, 1.0
    low, high = edges
    if low == high:
        low, high = low - 0.5, high + 0.5
    counts = torch.histc(values, bins, low, high)
    return counts.cpu().numpy().astype(np.uint32), low, high


def _edges(values: Tensor) -> tuple[float, float]:
    """Find the least and greatest, NaN if one of them is; 0 and 0 of none."""
    if not len(values):
        return 0.0, 0.0
    low, high = torch.aminmax(values)
    return float(low), float(high)
