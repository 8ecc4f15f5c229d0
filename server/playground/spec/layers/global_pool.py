"""One number a channel."""

from __future__ import annotations

from typing import Literal

from playground.spec.layers._pool import needs_positions
from playground.spec.layers.base import Layer, LayerKind
from playground.spec.onnx_graph import OnnxGraph
from playground.spec.shapes import Inferred, LayerShape, Placed, Shape


class GlobalPoolLayer(Layer):
    """One number a channel: the mean or the largest of its map."""

    kind: Literal["global_pool"] = "global_pool"
    mode: Literal["average", "max"] = "average"


def _rule(each: Placed, inputs: Shape, _outputs: int) -> Inferred:
    if len(inputs) == 1:
        raise needs_positions(each, inputs)
    return Inferred.without_tensors(inputs[:1])


def _expression(shape: LayerShape, x: str) -> str:
    how = "mean" if shape.layer.mode == "average" else "amax"
    return f"{x}.flatten(2).{how}(dim=2)"


def _onnx(graph: OnnxGraph, shape: LayerShape, x: str) -> str:
    operator = "GlobalMaxPool" if shape.layer.mode == "max" else "GlobalAveragePool"
    return graph.add("Flatten", graph.add(operator, x), axis=1)


KIND = LayerKind(
    model=GlobalPoolLayer,
    rule=_rule,
    expression=_expression,
    onnx=_onnx,
    makes_vector=True,
    spatial=True,
)
