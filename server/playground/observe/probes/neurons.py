"""A small map of every unit's activation: over the inputs' plane, or of one image."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from playground.nn.program import Trace
from playground.observe.maps import as_maps, means, sample_values, symmetric
from playground.observe.probes.base import Observer
from playground.observe.view import Observation, Rows, View
from playground.spec.probes.neurons import NeuronsProbe
from playground.spec.shapes import INPUT
from playground.train.cooperative import Cooperative

MAX_UNITS = 64
"""Units sent of one layer at most: of a wider layer the first ones."""


def observe(view: View, probe: NeuronsProbe) -> Cooperative[Observation]:
    """Map each layer u8 [units, rows, columns], 0 and 255 at ∓ its bound: zero is in the middle.

    Each input has a bound of its own (`input_bounds`), as x₁² is far larger than sin x₁. Maps of
    images are the channels' own for the sample; else they are over the plane, and of a channel its
    mean over the positions.
    """
    if view.spec.data.is_image:
        return (yield from _of_sample(view, probe.sample))
    grid = view.grid(probe.resolution, probe.plane)
    inputs_NF = _first_inputs(view, grid)
    widths = [min(shape.units, MAX_UNITS) for shape in view.program.shapes]
    joined = yield from view.sweep(grid, _first_units)
    shape = view.picture_shape(probe.resolution)
    layers = [values_NU.T.reshape(-1, *shape) for values_NU in torch.split(joined, widths, dim=1)]
    return (yield from _maps(view, inputs_NF.T.reshape(-1, *shape), layers))


def _of_sample(view: View, sample: int) -> Cooperative[Observation]:
    x, trace, described = sample_values(view, sample)
    layers = [as_maps(values)[:MAX_UNITS] for values in trace.activations]
    arrays, values = yield from _maps(view, as_maps(x), layers)
    return arrays, values | described


def _maps(view: View, inputs: Tensor, layers: list[Tensor]) -> Cooperative[Observation]:
    """Make frames of maps [units, rows, columns], those of the input and of each layer."""
    pictures, input_bounds = symmetric(list(inputs))
    arrays: dict[str, Any] = {INPUT: np.stack(pictures)}
    bounds: list[str | float] = [float(inputs.abs().max()) or 1.0]
    yield
    for shape, values in zip(view.program.shapes, layers, strict=True):
        (arrays[shape.id],), found = symmetric([values])
        bounds += found
        yield
    return arrays, {"layers": list(arrays), "bounds": bounds, "input_bounds": [*input_bounds]}


def _first_units(trace: Trace) -> Tensor:
    return torch.cat([means(values[:, :MAX_UNITS]) for values in trace.activations], dim=1)


def _first_inputs(view: View, grid: Rows) -> Tensor:
    """Give [N, F ≤ 64]; all columns of all points may be too many to hold."""
    return torch.cat([grid[rows][:, :MAX_UNITS] for rows in view.trainer.blocks(len(grid))])


OBSERVER = Observer(observe)
