"""Group normalization: Wu & He (2018)."""

from __future__ import annotations

from typing import Literal

from playground.spec.layers.base import Groups, Layer, LayerKind, NormEpsilon, Trainable
from playground.spec.onnx_graph import OnnxGraph
from playground.spec.shape_errors import groups_do_not_divide, instead
from playground.spec.shapes import Inferred, LayerShape, Placed, Shape
from playground.spec.torch_text import Module, call


class GroupNormLayer(Layer, Trainable):
    """Wu & He (2018): the channels (or units) in `groups` equal parts."""

    kind: Literal["group_norm"] = "group_norm"
    groups: Groups = 2
    epsilon: NormEpsilon = 1e-5


def _rule(each: Placed, inputs: Shape, _outputs: int) -> Inferred:
    channels = inputs[0]
    if channels % each.layer.groups:
        undivided = {"kind": "layer_norm", "id": each.layer.id}
        raise groups_do_not_divide(
            each, channels, channels, instead("norm_instead", each, undivided)
        )
    return Inferred(inputs, {"weight": inputs[:1], "bias": inputs[:1]}, {})


def _module(shape: LayerShape, _lone: bool) -> Module:
    layer = shape.layer
    return Module(call("nn.GroupNorm", layer.groups, shape.inputs[0], eps=(layer.epsilon, 1e-5)))


def _onnx(graph: OnnxGraph, shape: LayerShape, x: str) -> str:
    """Add an instance norm of the groups, laid end to end, then weight and bias a channel."""
    layer = shape.layer
    ones = graph.floats([1.0] * layer.groups)
    zeros = graph.floats([0.0] * layer.groups)
    groups = graph.add("Reshape", x, graph.integers([0, layer.groups, -1]))
    normal = graph.add("InstanceNormalization", groups, ones, zeros, epsilon=layer.epsilon)
    whole = graph.add("Reshape", normal, graph.integers([-1, *shape.outputs]))
    column = graph.integers([-1, *[1] * (len(shape.outputs) - 1)])
    weight = graph.add("Reshape", graph.tensor(f"{shape.id}.weight"), column)
    bias = graph.add("Reshape", graph.tensor(f"{shape.id}.bias"), column)
    return graph.add("Add", graph.add("Mul", whole, weight), bias)


KIND = LayerKind(model=GroupNormLayer, rule=_rule, module=_module, onnx=_onnx, signal="passes")
