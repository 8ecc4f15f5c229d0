"""Layer normalization: Ba et al. (2016)."""

from __future__ import annotations

from typing import Literal

from playground.spec.layers.base import Layer, LayerKind, NormEpsilon, Trainable
from playground.spec.onnx_graph import OnnxGraph
from playground.spec.shapes import Inferred, LayerShape, Placed, Shape
from playground.spec.torch_text import Module, call


class LayerNormLayer(Layer, Trainable):
    """Ba et al. (2016), over all values of a sample."""

    kind: Literal["layer_norm"] = "layer_norm"
    epsilon: NormEpsilon = 1e-5


def _rule(_each: Placed, inputs: Shape, _outputs: int) -> Inferred:
    return Inferred(inputs, {"weight": inputs, "bias": inputs}, {})


def _module(shape: LayerShape, _lone: bool) -> Module:
    size = shape.inputs[0] if len(shape.inputs) == 1 else shape.inputs
    return Module(call("nn.LayerNorm", size, eps=(shape.layer.epsilon, 1e-5)))


def _onnx(graph: OnnxGraph, shape: LayerShape, x: str) -> str:
    weight, bias = graph.tensor(f"{shape.id}.weight"), graph.tensor(f"{shape.id}.bias")
    return graph.add("LayerNormalization", x, weight, bias, axis=1, epsilon=shape.layer.epsilon)


KIND = LayerKind(model=LayerNormLayer, rule=_rule, module=_module, onnx=_onnx, signal="passes")
