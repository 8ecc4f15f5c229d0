"""One unit up close: a unit of a vector, or a channel of maps."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from playground.observe.histogram import histograms, samples
from playground.observe.inputs import weight_names
from playground.observe.maps import as_maps, means, sample_values, symmetric
from playground.observe.probes.base import Observer
from playground.observe.view import NotThereError, Observation, View
from playground.spec.layers import LAYERS
from playground.spec.probes.neuron import NeuronProbe
from playground.train.cooperative import Cooperative
from playground.train.losses import loss
from playground.wire.frame import Value


def observe(view: View, probe: NeuronProbe) -> Cooperative[Observation]:
    """Draw `map` u8 [rows, columns], `weights` and `weight_gradients` f32 [I] and two histograms.

    `activations` and `gradients` are u32 [bins].

    The map is over the inputs' plane (of a channel: its mean over the positions), or of image data
    the channel's own for the sample. A convolution has its `kernel` f32 [in, *kernel] too; what
    has no weights has an empty vector of them, and no bias.
    """
    position, unit = view.position(probe.layer), probe.unit
    shape = view.program.shapes[position]
    if unit >= shape.units:
        raise NotThereError(f"The layer “{probe.layer}” has no unit {unit + 1}.")
    activations, values = yield from _map(view, probe, position)
    (picture,), (bound,) = symmetric([activations])
    weights = _weights(view, position, unit)
    trained, slopes = yield from unit_at_points(view, position, unit)
    arrays, values = yield from histograms(
        {"activations": trained, "gradients": slopes},
        probe.bins,
        values
        | {
            "layer": probe.layer,
            "unit": unit,
            "bias": weights.bias,
            "inputs": weight_names(view, position, unit),
            "low": -bound,
            "high": bound,
        },
    )
    arrays["map"] = picture
    arrays["weights"] = weights.weight.flatten().cpu().numpy()
    arrays["weight_gradients"] = weights.gradient.flatten().cpu().numpy()
    if LAYERS[shape.kind].weighted and weights.weight.ndim > 1:
        arrays["kernel"] = weights.weight.cpu().numpy()
    return arrays, values


def _map(
    view: View, probe: NeuronProbe, position: int
) -> Cooperative[tuple[Tensor, dict[str, Value]]]:
    """Draw [rows, columns], and tell what there is to say of the sample that it is of."""
    if view.spec.data.is_image:
        _, trace, described = sample_values(view, probe.sample)
        return as_maps(trace.activations[position])[probe.unit], described
    unit = slice(probe.unit, probe.unit + 1)
    grid = view.grid(probe.resolution, probe.plane)
    seen = yield from view.sweep(grid, lambda trace: means(trace.activations[position][:, unit]))
    return seen.reshape(view.picture_shape(probe.resolution)), {}


@dataclass(frozen=True, slots=True)
class _Weights:
    weight: Tensor
    gradient: Tensor
    bias: float | None


def _weights(view: View, position: int, unit: int) -> _Weights:
    """Take the unit's own part of its layer's weights, [*input or kernel]."""
    layer = view.program.shapes[position].id
    layout = view.program.layout
    parameters, gradients = layout.views(view.state.parameters), layout.views(view.gradient)
    key = f"{layer}.weight"
    if key not in parameters:
        return _Weights(torch.empty(0), torch.empty(0), None)
    # The shift of a layer norm is as long as its scale: a number a value of the channel's map.
    biases = parameters.get(f"{layer}.bias")
    bias = float(biases[unit]) if biases is not None and biases.ndim == 1 else None
    return _Weights(parameters[key][unit], gradients[key][unit], bias)


def unit_at_points(view: View, position: int, unit: int) -> Cooperative[tuple[Tensor, Tensor]]:
    """Give the unit's activations at the training samples, and the mean loss's derivatives by them.

    Both are flat, [N] or [N · positions]; at fewer samples where `histograms` counts fewer.
    """
    channel = view.program.shapes[position]
    count = samples(view, channel.size // channel.units)
    x, labels_N = view.trainer.train_x[:count], view.trainer.train_labels[:count]
    total = len(view.trainer.train_x)
    activations: list[Tensor] = []
    slopes: list[Tensor] = []
    for rows in view.trainer.blocks(len(x), passes=3):
        # By way of the inputs: not every layer has parameters before it.
        trace = view.forward(x[rows].detach().requires_grad_())
        values = trace.activations[position]
        share = len(values) / total
        mean = loss(view.spec, trace.activations[-1], labels_N[rows]) * share
        (slope,) = torch.autograd.grad(mean, values)
        activations.append(values[:, unit].detach().flatten())
        slopes.append(slope[:, unit].flatten())
        yield
    return torch.cat(activations), torch.cat(slopes)


OBSERVER = Observer(observe)
