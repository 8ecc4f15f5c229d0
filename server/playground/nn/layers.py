"""Kinds of layers: how each draws its first parameters and what it computes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Generator, Tensor
from torch.nn import functional

from playground.nn.activations import FIRST_SLOPE
from playground.nn.initial import INITIALISERS
from playground.spec.network import ActivationName
from playground.spec.shapes import Join, LayerShape

Parameters = Mapping[str, Tensor]
"""A layer's tensors by name, with the shapes of `LayerShape.tensors`."""


PRODUCTS = {2: functional.linear, 3: functional.conv1d, 4: functional.conv2d}
"""What a weight does to a signal, by its number of axes."""


@dataclass(slots=True)
class Pass:
    """One pass through the network.

    `training` makes batch norm use the batch and dropout drop, by `generator`, which lies on the
    input's device. `buffers` are by key, such as "n1.mean"; what training makes of them comes to
    `renewed`.
    """

    training: bool = False
    generator: Generator | None = None
    buffers: Mapping[str, Tensor] = field(default_factory=dict)
    renewed: dict[str, Tensor] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LayerKind:
    """`forward` gives the pre-activations."""

    init: Callable[[LayerShape, ActivationName, Callable[[str], Generator]], dict[str, Tensor]]
    forward: Callable[[LayerShape, Parameters, Tensor, Pass], Tensor]


def _nothing(
    _: LayerShape, __: ActivationName, ___: Callable[[str], Generator]
) -> dict[str, Tensor]:
    return {}


def weighted_init(
    shape: LayerShape, activation: ActivationName, stream: Callable[[str], Generator]
) -> dict[str, Tensor]:
    """Weights as the layer's `init` says, biases at its `initial_bias`.

    `activation` is what the layer's values go through, by itself or in a layer that follows.
    """
    layer: Any = shape.layer
    draw = INITIALISERS[layer.init.kind]
    weight = draw(layer.init, shape.tensors["weight"], activation, stream(""))
    return {"weight": weight, "bias": torch.full(shape.tensors["bias"], layer.initial_bias)}


def norm_init(
    shape: LayerShape, _: ActivationName, __: Callable[[str], Generator]
) -> dict[str, Tensor]:
    size = shape.tensors["weight"]
    return {"weight": torch.ones(size), "bias": torch.zeros(size)}


def dense(_: LayerShape, parameters: Parameters, x_BI: Tensor, __: Pass) -> Tensor:
    """x Wᵀ + b, [B, units]."""
    return functional.linear(x_BI, parameters["weight"], parameters["bias"])


def convolution(shape: LayerShape, parameters: Parameters, x: Tensor, _: Pass) -> Tensor:
    """[B, C, H, W] → [B, units, H', W'], or [B, C, L] → [B, units, L']; [B, L] is one channel."""
    layer: Any = shape.layer
    weight = parameters["weight"]
    convolve: Any = PRODUCTS[weight.ndim]
    signal: Tensor = convolve(
        x.unsqueeze(1) if x.ndim == 2 else x,
        weight,
        parameters["bias"],
        layer.stride,
        layer.padding,
        layer.dilation,
        layer.groups,
    )
    return signal


def max_pool(shape: LayerShape, _: Parameters, x: Tensor, __: Pass) -> Tensor:
    layer: Any = shape.layer
    pool: Any = functional.max_pool1d if x.ndim == 3 else functional.max_pool2d
    pooled: Tensor = pool(x, layer.kernel, layer.stride, layer.padding)
    return pooled


def average_pool(shape: LayerShape, _: Parameters, x: Tensor, __: Pass) -> Tensor:
    layer: Any = shape.layer
    pool: Any = functional.avg_pool1d if x.ndim == 3 else functional.avg_pool2d
    pooled: Tensor = pool(x, layer.kernel, layer.stride, layer.padding)
    return pooled


def global_pool(shape: LayerShape, _: Parameters, x: Tensor, __: Pass) -> Tensor:
    layer: Any = shape.layer
    values = x.flatten(2)
    return values.amax(dim=2) if layer.mode == "max" else values.mean(dim=2)


def flatten(_: LayerShape, __: Parameters, x: Tensor, ___: Pass) -> Tensor:
    return x.flatten(1)


def batch_norm(shape: LayerShape, parameters: Parameters, x: Tensor, run: Pass) -> Tensor:
    """By the batch's mean and variance in training, by the running ones in evaluation.

    A batch with one value a channel has no variance: it is treated as in evaluation.
    """
    layer: Any = shape.layer
    mean, variance = run.buffers[f"{shape.id}.mean"], run.buffers[f"{shape.id}.variance"]
    training = run.training and x.numel() > x.shape[1]
    if training:
        # torch renews them in place, in what an evaluation beside this pass may be reading.
        mean, variance = mean.clone(), variance.clone()
        run.renewed |= {f"{shape.id}.mean": mean, f"{shape.id}.variance": variance}
    return functional.batch_norm(
        x,
        mean,
        variance,
        parameters["weight"],
        parameters["bias"],
        training,
        layer.momentum,
        layer.epsilon,
    )


def layer_norm(shape: LayerShape, parameters: Parameters, x: Tensor, _: Pass) -> Tensor:
    layer: Any = shape.layer
    return functional.layer_norm(
        x, shape.outputs, parameters["weight"], parameters["bias"], layer.epsilon
    )


def group_norm(shape: LayerShape, parameters: Parameters, x: Tensor, _: Pass) -> Tensor:
    layer: Any = shape.layer
    # functional.group_norm is this, but refuses the one value of a group of one sample. Scaled apart:
    # torch 2.13 ends the process in the gradient of group_norm's own scale, when the input lies
    # channels last and has no gradient itself, as images of one channel do.
    normal = torch.group_norm(x, layer.groups, eps=layer.epsilon)
    each = (-1, *[1] * (x.ndim - 2))
    return normal * parameters["weight"].view(each) + parameters["bias"].view(each)


def dropout(shape: LayerShape, _: Parameters, x: Tensor, run: Pass) -> Tensor:
    layer: Any = shape.layer
    if not run.training or not layer.probability:
        return x
    drawn = torch.rand(x.shape, generator=run.generator, device=x.device)
    kept: Tensor = x * (drawn >= layer.probability) / (1 - layer.probability)
    return kept


def unchanged(_: LayerShape, __: Parameters, x: Tensor, ___: Pass) -> Tensor:
    return x


LAYERS: dict[str, LayerKind] = {
    "dense": LayerKind(weighted_init, dense),
    "conv1d": LayerKind(weighted_init, convolution),
    "conv2d": LayerKind(weighted_init, convolution),
    "max_pool": LayerKind(_nothing, max_pool),
    "average_pool": LayerKind(_nothing, average_pool),
    "global_pool": LayerKind(_nothing, global_pool),
    "flatten": LayerKind(_nothing, flatten),
    "batch_norm": LayerKind(norm_init, batch_norm),
    "layer_norm": LayerKind(norm_init, layer_norm),
    "group_norm": LayerKind(norm_init, group_norm),
    "dropout": LayerKind(_nothing, dropout),
    "activation": LayerKind(_nothing, unchanged),
}


def first_parameters(
    shape: LayerShape, activation: ActivationName, stream: Callable[[str], Generator]
) -> dict[str, Tensor]:
    """All of the layer's tensors; `stream` gives a generator for each purpose."""
    found = LAYERS[shape.kind].init(shape, activation, stream)
    for name, size in shape.tensors.items():
        if name == "slope":
            found[name] = torch.full(size, FIRST_SLOPE)
        elif name.startswith("skip-"):
            found[name] = INITIALISERS["auto"](None, size, "identity", stream(name))
    return found


_ADAPTIVE = {1: functional.adaptive_avg_pool1d, 2: functional.adaptive_avg_pool2d}


def join(how: Join, parameters: Parameters, x: Tensor, source: Tensor) -> Tensor:
    """The layer's input `x` with one skip's `source` joined to it, as `Join` says."""
    if how.flatten:
        source = source.flatten(1)
    if how.pool is not None:
        pool: Any = _ADAPTIVE[len(how.pool)]
        source = pool(source, how.pool)
    if how.projection is not None:
        kernel = parameters[how.projection]
        project: Any = PRODUCTS[kernel.ndim]
        source = project(source, kernel)
    if how.reshape is not None:
        source = source.reshape(-1, *how.reshape)
    return torch.cat([x, source], dim=1) if how.mode == "concat" else x + source
