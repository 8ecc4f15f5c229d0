"""The fully connected layer, and the output layer, which is one of them."""

from __future__ import annotations

from typing import Literal

from playground.spec.activations import ActivationName
from playground.spec.layers.base import Layer, LayerKind, Units, Weighted
from playground.spec.onnx_graph import OnnxGraph
from playground.spec.shape_errors import needs_vector
from playground.spec.shapes import Inferred, LayerShape, Placed, Shape
from playground.spec.torch_text import Module


class DenseLayer(Layer, Weighted):
    """Fully connected: activation(W x + b). The id stays with the layer through every edit."""

    kind: Literal["dense"] = "dense"
    units: Units = 8
    activation: ActivationName = "tanh"


class OutputLayer(Weighted):
    """A dense layer; its activation is applied before the loss."""

    activation: ActivationName = "identity"


def _rule(each: Placed, inputs: Shape, outputs: int) -> Inferred:
    if len(inputs) > 1:
        raise needs_vector(each, inputs)
    units = each.layer.units if isinstance(each.layer, DenseLayer) else outputs
    return Inferred((units,), {"weight": (units, inputs[0]), "bias": (units,)}, {})


def _module(shape: LayerShape, _lone: bool) -> Module:
    return Module(f"nn.Linear({shape.inputs[0]}, {shape.outputs[0]})")


def _onnx(graph: OnnxGraph, shape: LayerShape, x: str) -> str:
    weight, bias = graph.tensor(f"{shape.id}.weight"), graph.tensor(f"{shape.id}.bias")
    return graph.add("Gemm", x, weight, bias, transB=1)


KIND = LayerKind(
    model=DenseLayer,
    rule=_rule,
    module=_module,
    onnx=_onnx,
    weighted=True,
    flattens_images=True,
    makes_vector=True,
)
