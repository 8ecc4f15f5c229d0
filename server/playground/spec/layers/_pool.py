"""The common part of kinds of pooling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import Field

from playground.spec.base import Fix, SpecProblem, add
from playground.spec.layers._convolution import Stride
from playground.spec.layers._shape_rules import slid
from playground.spec.layers.base import Layer
from playground.spec.onnx_graph import OnnxGraph
from playground.spec.shape_errors import instead, kernel_too_large, needs_maps, padding_too_large
from playground.spec.shapes import Inferred, LayerShape, Placed, Shape
from playground.spec.torch_text import Module, call


class Pool(Layer):
    kernel: Annotated[int, Field(ge=2, le=15)] = 2
    stride: Stride = 2
    padding: Annotated[int, Field(ge=0, le=7)] = 0


def needs_positions(each: Placed, inputs: Shape) -> SpecProblem:
    """Explain that a vector has no positions to pool over."""
    convolution = {"kind": "conv1d", "id": f"conv-{each.fresh}"}
    return needs_maps(
        each,
        inputs,
        "C × L, C × H × W",
        "maps or lines",
        Fix("conv1d_before", (add(each.pointer, convolution),)),
        instead("norm_instead", each, {"kind": "layer_norm", "id": each.layer.id}),
    )


def rule(each: Placed, inputs: Shape, _outputs: int) -> Inferred:
    """Infer how many windows fit."""
    layer = each.layer
    if len(inputs) == 1:
        raise needs_positions(each, inputs)
    if 2 * layer.padding > layer.kernel:
        raise padding_too_large(each)
    shortest = min(inputs[1:])
    if shortest + 2 * layer.padding < layer.kernel:
        raise kernel_too_large(
            each, shortest, dilation=1, min_kernel=2, max_padding=layer.kernel // 2
        )
    sizes = (slid(size, layer.kernel, layer.stride, layer.padding) for size in inputs[1:])
    return Inferred.without_tensors((inputs[0], *sizes))


def taps(shape: LayerShape) -> int:
    """Count the values of one window."""
    values: int = shape.layer.kernel ** len(shape.outputs[1:])
    return values


def module(name: str) -> Callable[[LayerShape, bool], Module]:
    """Write `nn.NAME1d` or `nn.NAME2d`."""

    def write(shape: LayerShape, _lone: bool) -> Module:
        layer = shape.layer
        return Module(
            call(
                f"nn.{name}{len(shape.outputs) - 1}d",
                layer.kernel,
                stride=(layer.stride, layer.kernel),
                padding=(layer.padding, 0),
            )
        )

    return write


def onnx(operator: str, **attributes: Any) -> Callable[[OnnxGraph, LayerShape, str], str]:
    """Add the operator with the layer's window."""

    def write(graph: OnnxGraph, shape: LayerShape, x: str) -> str:
        layer = shape.layer
        axes = len(shape.outputs) - 1
        return graph.add(
            operator,
            x,
            kernel_shape=[layer.kernel] * axes,
            strides=[layer.stride] * axes,
            pads=[layer.padding] * 2 * axes,
            **attributes,
        )

    return write
