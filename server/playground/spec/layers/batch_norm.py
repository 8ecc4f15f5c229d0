"""Batch normalization: Ioffe & Szegedy (2015)."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import Field

from playground.spec.layers.base import Buffer, Layer, LayerKind, NormEpsilon, Trainable
from playground.spec.onnx_graph import OnnxGraph
from playground.spec.shapes import Inferred, LayerShape, Placed, Shape
from playground.spec.torch_text import Module, call

HELPER = '''\
class BatchNorm(nn.BatchNorm1d):
    """A batch with one value a channel has no variance: it is treated as in evaluation."""

    def forward(self, x):
        if x.numel() > x.shape[1]:
            return super().forward(x)
        mean, variance = self.running_mean, self.running_var
        return F.batch_norm(x, mean, variance, self.weight, self.bias, eps=self.eps)
'''


class BatchNormLayer(Layer, Trainable):
    """Ioffe & Szegedy (2015), a channel (or unit) at a time; evaluation uses running statistics."""

    kind: Literal["batch_norm"] = "batch_norm"
    momentum: Annotated[float, Field(gt=0, le=1)] = 0.1
    epsilon: NormEpsilon = 1e-5


def _rule(_each: Placed, inputs: Shape, _outputs: int) -> Inferred:
    channels = inputs[:1]
    tensors = {"weight": channels, "bias": channels}
    return Inferred(inputs, tensors, {"mean": channels, "variance": channels})


def _module(shape: LayerShape, lone: bool) -> Module:
    """Write torch's own, or one that takes a batch of one value a channel, which that refuses."""
    careful = lone and math.prod(shape.inputs[1:]) == 1
    text = call(
        "BatchNorm" if careful else f"nn.BatchNorm{max(1, len(shape.inputs) - 1)}d",
        shape.inputs[0],
        eps=(shape.layer.epsilon, 1e-5),
        momentum=(shape.layer.momentum, 0.1),
    )
    return Module(text, HELPER if careful else "")


def _onnx(graph: OnnxGraph, shape: LayerShape, x: str) -> str:
    names = ("weight", "bias", "mean", "variance")
    tensors = [graph.tensor(f"{shape.id}.{name}") for name in names]
    return graph.add("BatchNormalization", x, *tensors, epsilon=shape.layer.epsilon)


KIND = LayerKind(
    model=BatchNormLayer,
    rule=_rule,
    module=_module,
    onnx=_onnx,
    buffers={"mean": Buffer(0.0), "variance": Buffer(1.0, min=0.0)},
    signal="passes",
)
