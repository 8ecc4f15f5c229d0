"""Convolution along one axis."""

from __future__ import annotations

from typing import Literal

from playground.spec.layers import _convolution
from playground.spec.layers._convolution import Convolution, convolved, with_kind
from playground.spec.layers.base import LayerKind
from playground.spec.shape_errors import flatten_before, instead, needs_maps
from playground.spec.shapes import Inferred, Placed, Shape


class Conv1dLayer(Convolution):
    """Cross-correlation along one axis [C, L]; a plain vector [L] is one channel."""

    kind: Literal["conv1d"] = "conv1d"


def _rule(each: Placed, inputs: Shape, _outputs: int) -> Inferred:
    if len(inputs) > 2:
        over_maps = instead("conv2d_instead", each, with_kind(each.layer, "conv2d"))
        fixes = over_maps, flatten_before(each)
        raise needs_maps(each, inputs, "C × L", "a line of values", *fixes)
    if len(inputs) == 1:
        return convolved(each, (1, *inputs), lifted=True)
    return convolved(each, inputs)


KIND = LayerKind(
    model=Conv1dLayer,
    rule=_rule,
    module=_convolution.module,
    onnx=_convolution.onnx,
    weighted=True,
    twin="conv2d",
)
