"""Maps laid out as one vector."""

from __future__ import annotations

import math
from typing import Literal

from playground.spec.layers.base import Layer, LayerKind
from playground.spec.onnx_graph import OnnxGraph
from playground.spec.shapes import Inferred, LayerShape, Placed, Shape


class FlattenLayer(Layer):
    kind: Literal["flatten"] = "flatten"


def _rule(_each: Placed, inputs: Shape, _outputs: int) -> Inferred:
    return Inferred.without_tensors((math.prod(inputs),))


def _expression(_shape: LayerShape, x: str) -> str:
    return f"{x}.flatten(1)"


def _onnx(graph: OnnxGraph, _shape: LayerShape, x: str) -> str:
    return graph.add("Flatten", x, axis=1)


KIND = LayerKind(
    model=FlattenLayer,
    rule=_rule,
    expression=_expression,
    onnx=_onnx,
    signal="passes",
    lays_out=True,
    makes_vector=True,
    spatial=True,
)
