"""One unit up close."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from playground.observe.histograms import histograms
from playground.observe.neurons import symmetric
from playground.observe.view import NotThereError, View
from playground.spec.probe import NeuronProbe
from playground.train.loss import loss
from playground.wire.frame import Value


def observe(view: View, probe: NeuronProbe) -> tuple[dict[str, Any], dict[str, Value]]:
    """Map u8 [R, R] (or [1, R]), weights f32 [I] with gradients, two histograms u32 [bins]."""
    position, unit = view.position(probe.layer), probe.unit
    if unit >= view.program.shapes[position].units:
        raise NotThereError(f"The layer “{probe.layer}” has no unit {unit + 1}.")
    activations = view.sweep(
        view.grid(probe.resolution), lambda trace: trace.activations[position][:, unit]
    )
    picture, bound = symmetric(activations)
    rows = 1 if view.spec.data.kind.dimensions == 1 else probe.resolution
    layout = view.program.layout
    parameters = layout.views(view.state.parameters)
    gradients = layout.views(view.gradient)
    trained, slopes = unit_at_points(view, position, unit)
    arrays, values = histograms(
        {"activations": trained, "gradients": slopes},
        probe.bins,
        {
            "layer": probe.layer,
            "unit": unit,
            "bias": float(parameters[f"{probe.layer}.bias"][unit]),
            "inputs": input_names(view, position),
            "low": -bound,
            "high": bound,
        },
    )
    arrays["map"] = picture.reshape(rows, probe.resolution)
    arrays["weights"] = parameters[f"{probe.layer}.weight"][unit].cpu().numpy()
    arrays["weight_gradients"] = gradients[f"{probe.layer}.weight"][unit].cpu().numpy()
    return arrays, values


def unit_at_points(view: View, position: int, unit: int) -> tuple[Tensor, Tensor]:
    """The unit's activation at each training point, and the mean loss's derivative by it, [N]."""
    x_NF, labels_N = view.trainer.train_x, view.trainer.train_labels
    parameters = view.state.parameters.detach().requires_grad_()
    activations: list[Tensor] = []
    slopes: list[Tensor] = []
    for rows in view.blocks(len(x_NF)):
        trace = view.program.forward(parameters, x_NF[rows])
        values_BU = trace.activations[position]
        share = len(values_BU) / len(x_NF)
        mean = loss(view.spec, trace.activations[-1], labels_N[rows]) * share
        (slope_BU,) = torch.autograd.grad(mean, values_BU)
        activations.append(values_BU[:, unit].detach())
        slopes.append(slope_BU[:, unit])
    return torch.cat(activations), torch.cat(slopes)


def input_names(view: View, position: int) -> list[str | float]:
    """What the layer's inputs are called: features, or the units before, counted from 1."""
    if position == 0:
        return list(view.spec.data.features)
    before = view.program.shapes[position - 1]
    return [f"{before.id}·{unit + 1}" for unit in range(before.units)]
