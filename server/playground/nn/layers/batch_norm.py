"""Batch normalization: Ioffe & Szegedy (2015)."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional

from playground.nn.layers._first import scale_and_shift
from playground.nn.layers.base import ForwardContext, LayerFunctions, Parameters
from playground.spec.shapes import LayerShape


def forward(
    shape: LayerShape, parameters: Parameters, x: Tensor, context: ForwardContext
) -> Tensor:
    """Normalize each channel of [B, C, *positions]; weight and bias are [C].

    By the batch's mean and variance in training, by the running ones in evaluation. A batch with
    one value a channel has no variance: it is treated as in evaluation.
    """
    layer = shape.layer
    mean, variance = context.buffers[f"{shape.id}.mean"], context.buffers[f"{shape.id}.variance"]
    training = context.training and x.numel() > x.shape[1]
    if training:
        # torch renews them in place, in what an evaluation beside this pass may be reading.
        mean, variance = mean.clone(), variance.clone()
        context.renewed |= {f"{shape.id}.mean": mean, f"{shape.id}.variance": variance}
    return functional.batch_norm(
        x,
        mean,
        variance,
        parameters["weight"],
        parameters["bias"],
        training,
        layer.momentum,
        layer.epsilon,
    )


FUNCTIONS = LayerFunctions(init=scale_and_shift, forward=forward)
