"""Every unit's activation over the input plane, a small map each."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from playground.nn.program import Trace
from playground.observe.view import View
from playground.spec.network import INPUT
from playground.spec.probe import NeuronsProbe
from playground.wire.frame import Value, eight_bit

MOST_UNITS = 64
"""Of a wider layer the first so many units are sent."""


def observe(view: View, probe: NeuronsProbe) -> tuple[dict[str, Any], dict[str, Value]]:
    """A map u8 [units, R, R] a layer, 0 and 255 at ∓ its bound: zero is always in the middle.

    Each input feature has a bound of its own (`input_bounds`), as x₁² is far larger than sin x₁.
    """
    features_NF = view.grid(probe.resolution)
    widths = [min(shape.units, MOST_UNITS) for shape in view.program.shapes]
    joined = view.sweep(features_NF, _first_units)
    layers: list[str | float] = [INPUT, *(shape.id for shape in view.program.shapes)]
    values = torch.split(joined, widths, dim=1)
    rows = 1 if view.spec.data.kind.dimensions == 1 else probe.resolution
    arrays: dict[str, Any] = {}
    bounds: list[str | float] = [float(features_NF.abs().max()) or 1.0]
    inputs = [symmetric(values_N) for values_N in features_NF.T]
    arrays[INPUT] = np.stack([maps for maps, _ in inputs]).reshape(-1, rows, probe.resolution)
    input_bounds: list[str | float] = [bound for _, bound in inputs]
    for shape, values_NU in zip(view.program.shapes, values, strict=True):
        maps, bound = symmetric(values_NU.T)
        arrays[shape.id] = maps.reshape(-1, rows, probe.resolution)
        bounds.append(bound)
    return arrays, {"layers": layers, "bounds": bounds, "input_bounds": input_bounds}


def symmetric(values: Tensor) -> tuple[Any, float]:
    """The values as uint8 between ∓ the bound, and the bound: the largest size among them."""
    finite = torch.nan_to_num(values)
    bound = float(finite.abs().max()) or 1.0
    return eight_bit(finite.cpu().numpy(), -bound, bound), bound


def _first_units(trace: Trace) -> Tensor:
    return torch.cat([values[:, :MOST_UNITS] for values in trace.activations], dim=1)
