"""The mean of each window."""

from __future__ import annotations

from typing import Literal

from playground.spec.layers import _pool
from playground.spec.layers.base import LayerKind


class AveragePoolLayer(_pool.Pool):
    """Padding counts as zeros."""

    kind: Literal["average_pool"] = "average_pool"


KIND = LayerKind(
    model=AveragePoolLayer,
    rule=_pool.rule,
    module=_pool.module("AvgPool"),
    onnx=_pool.onnx("AveragePool", count_include_pad=1),
    signal="passes",
    spatial=True,
    taps=_pool.taps,
)
