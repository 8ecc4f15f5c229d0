"""Every unit's activation over the input plane, a small map each."""

from __future__ import annotations

from typing import Any

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
    """A map u8 [units, R, R] a layer, 0 and 255 at ∓ its bound: zero is always in the middle."""
    features_NF = view.grid(probe.resolution)
    widths = [min(shape.units, MOST_UNITS) for shape in view.program.shapes]
    joined = view.sweep(features_NF, _first_units)
    layers: list[str | float] = [INPUT, *(shape.id for shape in view.program.shapes)]
    values = [features_NF, *torch.split(joined, widths, dim=1)]
    rows = 1 if view.spec.data.kind.dimensions == 1 else probe.resolution
    arrays: dict[str, Any] = {}
    bounds: list[str | float] = []
    for layer, values_NU in zip(layers, values, strict=True):
        maps, bound = symmetric(values_NU.T)
        arrays[str(layer)] = maps.reshape(-1, rows, probe.resolution)
        bounds.append(bound)
    return arrays, {"layers": layers, "bounds": bounds}


def symmetric(values: Tensor) -> tuple[Any, float]:
    """The values as uint8 between ∓ the bound, and the bound: the largest size among them."""
    finite = torch.nan_to_num(values)
    bound = float(finite.abs().max()) or 1.0
    return eight_bit(finite.cpu().numpy(), -bound, bound), bound


def _first_units(trace: Trace) -> Tensor:
    return torch.cat([values[:, :MOST_UNITS] for values in trace.activations], dim=1)
