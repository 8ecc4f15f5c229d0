"""Convolution over maps."""

from __future__ import annotations

from typing import Literal

from playground.spec.layers import _convolution
from playground.spec.layers._convolution import (
    Convolution,
    convolved,
    dense_instead,
    with_kind,
)
from playground.spec.layers.base import LayerKind
from playground.spec.shape_errors import instead, needs_maps
from playground.spec.shapes import Inferred, Placed, Shape


class Conv2dLayer(Convolution):
    """Cross-correlation over maps [C, H, W], with square kernels."""

    kind: Literal["conv2d"] = "conv2d"


def _rule(each: Placed, inputs: Shape, _outputs: int) -> Inferred:
    if len(inputs) != 3:
        along_a_line = instead("conv1d_instead", each, with_kind(each.layer, "conv1d"))
        fixes = dense_instead(each), along_a_line
        raise needs_maps(each, inputs, "C × H × W", "maps", *fixes)
    return convolved(each, inputs)


KIND = LayerKind(
    model=Conv2dLayer,
    rule=_rule,
    module=_convolution.module,
    onnx=_convolution.onnx,
    weighted=True,
    spatial=True,
    twin="conv1d",
)
