"""The largest value of each window."""

from __future__ import annotations

from typing import Literal

from playground.spec.layers import _pool
from playground.spec.layers.base import LayerKind


class MaxPoolLayer(_pool.Pool):
    kind: Literal["max_pool"] = "max_pool"


KIND = LayerKind(
    model=MaxPoolLayer,
    rule=_pool.rule,
    module=_pool.module("MaxPool"),
    onnx=_pool.onnx("MaxPool"),
    signal="passes",
    spatial=True,
    taps=_pool.taps,
)
