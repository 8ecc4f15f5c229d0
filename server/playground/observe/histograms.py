"""How one layer's gradients, activations and weights are spread."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground.observe.view import View
from playground.spec.probe import HistogramsProbe
from playground.wire.frame import Value


def observe(view: View, probe: HistogramsProbe) -> tuple[dict[str, Any], dict[str, Value]]:
    """Counts u32 [bins] of the layer's matrix, of its gradient, and of all its activations."""
    position = view.position(probe.layer)
    weight = f"{probe.layer}.weight"
    spreads = {
        "gradients": view.program.layout.views(view.gradient)[weight],
        "activations": view.sweep(view.trainer.train_x, lambda trace: trace.activations[position]),
        "weights": view.program.layout.views(view.state.parameters)[weight],
    }
    return histograms(spreads, probe.bins, {"layer": probe.layer})


def histograms(
    spreads: dict[str, Tensor], bins: int, values: dict[str, Value]
) -> tuple[dict[str, Any], dict[str, Value]]:
    """Counts by name, and the values with each range as "NAME_low" and "NAME_high"."""
    arrays: dict[str, Any] = {}
    for name, spread in spreads.items():
        arrays[name], values[f"{name}_low"], values[f"{name}_high"] = count(spread, bins)
    return arrays, values


def count(values: Tensor, bins: int) -> tuple[NDArray[np.uint32], float, float]:
    """Counts of the finite values in equal bins from the least to the greatest, and these two.

    Equal values get a range of 1 around them.
    """
    finite = values[torch.isfinite(values)]
    if not len(finite):
        return np.zeros(bins, dtype=np.uint32), 0.0, 1.0
    low, high = (float(edge) for edge in torch.aminmax(finite))
    if low == high:
        low, high = low - 0.5, high + 0.5
    counts = torch.histc(finite, bins, low, high)
    return counts.cpu().numpy().astype(np.uint32), low, high
