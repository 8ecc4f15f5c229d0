"""The common part of convolutions along one axis and over two."""

from __future__ import annotations

import math
from typing import Annotated, Any

from pydantic import Field

from playground.spec.activations import ActivationName
from playground.spec.base import Fix
from playground.spec.layers._shape_rules import slid
from playground.spec.layers.base import MAX_UNITS, Groups, Layer, Units, Weighted
from playground.spec.onnx_graph import OnnxGraph
from playground.spec.shape_errors import (
    groups_do_not_divide,
    instead,
    kernel_too_large,
    set_field,
)
from playground.spec.shapes import Inferred, LayerShape, Placed, Shape
from playground.spec.torch_text import Module, call

MAX_PADDING = 14

Kernel = Annotated[int, Field(ge=1, le=15)]
Stride = Annotated[int, Field(ge=1, le=8)]
Padding = Annotated[int, Field(ge=0, le=MAX_PADDING)]
Dilation = Annotated[int, Field(ge=1, le=8)]


class Convolution(Layer, Weighted):
    units: Units = 8
    """Output channels."""
    kernel: Kernel = 3
    stride: Stride = 1
    padding: Padding = 1
    dilation: Dilation = 1
    groups: Groups = 1
    activation: ActivationName = "relu"


def dense_instead(each: Placed) -> Fix:
    """Put a dense layer of as many units in its place."""
    layer = each.layer
    dense = {"kind": "dense", "activation": layer.activation, "id": layer.id, "units": layer.units}
    return instead("dense_instead", each, dense)


def with_kind(layer: Layer, kind: str) -> dict[str, Any]:
    """Write a layer's settings as those of another kind."""
    return layer.model_dump(mode="json") | {"kind": kind}


def convolved(each: Placed, inputs: Shape, *, lifted: bool = False) -> Inferred:
    """Infer what a convolution gives of channels along as many axes as `inputs` has behind them."""
    layer, channels = each.layer, inputs[0]
    groups = layer.groups
    if channels % groups or layer.units % groups:
        raise groups_do_not_divide(
            each, math.gcd(channels, layer.units), channels, *_other_units(each, channels)
        )
    shortest, reach = min(inputs[1:]), layer.dilation * (layer.kernel - 1) + 1
    if shortest + 2 * layer.padding < reach:
        raise kernel_too_large(
            each, shortest, dilation=layer.dilation, min_kernel=1, max_padding=MAX_PADDING
        )
    sizes = tuple(
        slid(size, layer.kernel, layer.stride, layer.padding, layer.dilation) for size in inputs[1:]
    )
    kernel = (layer.units, channels // groups, *[layer.kernel] * len(sizes))
    return Inferred(
        (layer.units, *sizes), {"weight": kernel, "bias": (layer.units,)}, {}, lifted=lifted
    )


def _other_units(each: Placed, channels: int) -> tuple[Fix, ...]:
    """Offer a number of units near its own that its groups divide."""
    groups, units = each.layer.groups, each.layer.units
    if channels % groups:
        return ()
    near = min(MAX_UNITS // groups * groups, max(groups, round(units / groups) * groups))
    return (set_field("units", each, "units", near),)


def module(shape: LayerShape, _lone: bool) -> Module:
    """Write `nn.Conv1d` or `nn.Conv2d`."""
    layer = shape.layer
    return Module(
        call(
            f"nn.Conv{len(shape.outputs) - 1}d",
            1 if shape.lifted else shape.inputs[0],
            layer.units,
            layer.kernel,
            stride=(layer.stride, 1),
            padding=(layer.padding, 0),
            dilation=(layer.dilation, 1),
            groups=(layer.groups, 1),
        )
    )


def onnx(graph: OnnxGraph, shape: LayerShape, x: str) -> str:
    """Add a Conv."""
    layer = shape.layer
    axes = len(shape.outputs) - 1
    return graph.add(
        "Conv",
        x,
        graph.tensor(f"{shape.id}.weight"),
        graph.tensor(f"{shape.id}.bias"),
        strides=[layer.stride] * axes,
        pads=[layer.padding] * 2 * axes,
        dilations=[layer.dilation] * axes,
        group=layer.groups,
    )
