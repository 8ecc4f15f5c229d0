"""Every unit's activation, a small map each: over the inputs' plane, or of one image."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from playground.nn.program import Trace
from playground.observe.answers import told
from playground.observe.view import Observation, Rows, View
from playground.spec.network import INPUT
from playground.spec.probe import NeuronsProbe
from playground.train.cooperative import Cooperative
from playground.wire.frame import Value, eight_bit

MAX_UNITS = 64
"""Of a wider layer the first so many units are sent."""


def observe(view: View, probe: NeuronsProbe) -> Cooperative[Observation]:
    """Maps u8 [units, rows, columns] a layer, 0 and 255 at ∓ its bound: zero is in the middle.

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


def symmetric(values: Tensor) -> tuple[Any, float]:
    """The values as uint8 between ∓ the bound, and the bound: the largest size among them."""
    finite = torch.nan_to_num(values)
    bound = float(finite.abs().max()) or 1.0
    # Made small first: twice the largest float would be infinite.
    return eight_bit((finite / bound).cpu().numpy(), -1, 1), bound


def means(values: Tensor) -> Tensor:
    """[B, units]: of a channel its mean over all positions."""
    return values if values.ndim == 2 else values.flatten(2).mean(dim=2)


def as_maps(values_1: Tensor) -> Tensor:
    """[units, rows, columns] of one sample's values [1, *outputs]: a unit is one cell."""
    values = values_1[0]
    if values.ndim == 3:
        return values
    return values.reshape(len(values), 1, -1)


def sample_values(view: View, sample: int) -> tuple[Tensor, Trace, dict[str, Value]]:
    """The sample [1, *input shape], the network's values of it, and what it is and is told to be.

    Raises `NotThereError`.
    """
    x, label = view.sample(sample)
    with torch.inference_mode():
        trace = view.forward(x)
    outputs = trace.activations[-1]
    regression = view.spec.data.task == "regression"
    return (
        x,
        trace,
        {
            "sample": sample,
            "label": label.item(),
            "prediction": outputs[0, 0].item() if regression else int(told(outputs)),
        },
    )


def _of_sample(view: View, sample: int) -> Cooperative[Observation]:
    x, trace, told_of_it = sample_values(view, sample)
    layers = [as_maps(values)[:MAX_UNITS] for values in trace.activations]
    arrays, values = yield from _maps(view, as_maps(x), layers)
    return arrays, values | told_of_it


def _maps(view: View, inputs: Tensor, layers: list[Tensor]) -> Cooperative[Observation]:
    """Frames of maps [units, rows, columns], those of the input and of each layer."""
    pictures = [symmetric(values) for values in inputs]
    arrays: dict[str, Any] = {INPUT: np.stack([picture for picture, _ in pictures])}
    bounds: list[str | float] = [float(inputs.abs().max()) or 1.0]
    for shape, values in zip(view.program.shapes, layers, strict=True):
        arrays[shape.id], bound = symmetric(values)
        bounds.append(bound)
        yield
    return arrays, {
        "layers": list(arrays),
        "bounds": bounds,
        "input_bounds": [bound for _, bound in pictures],
    }


def _first_units(trace: Trace) -> Tensor:
    return torch.cat([means(values[:, :MAX_UNITS]) for values in trace.activations], dim=1)


def _first_inputs(view: View, grid: Rows) -> Tensor:
    """[N, F ≤ 64]; all columns of all points may be too many to hold."""
    return torch.cat([grid[rows][:, :MAX_UNITS] for rows in view.trainer.blocks(len(grid))])
