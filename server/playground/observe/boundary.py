"""The network's answer over the input plane, or over the line for one-dimensional data."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from playground.observe.view import View
from playground.spec.data import DOMAIN
from playground.spec.probe import BoundaryProbe
from playground.spec.project import Spec
from playground.wire.frame import Value, eight_bit


def observe(view: View, probe: BoundaryProbe) -> tuple[dict[str, Any], dict[str, Value]]:
    """Kind "signed", "classes" or "line"; row 0 of a map is the top of the plane."""
    outputs = view.outputs(view.grid(probe.resolution))
    if view.spec.data.kind.dimensions == 1:
        return _line(outputs, probe.resolution)
    side = (probe.resolution, probe.resolution)
    if view.spec.data.task == "multiclass":
        share = likelihoods(view.spec, outputs)
        confidence, classes = share.max(dim=1)
        return {
            "classes": classes.to(torch.uint8).cpu().numpy().reshape(side),
            "confidence": eight_bit(confidence.cpu().numpy(), 0, 1).reshape(side),
        }, {"kind": "classes"}
    values = signed(view.spec, outputs).cpu().numpy()
    arrays = {"map": eight_bit(values, -1, 1).reshape(side)}
    return arrays, {"kind": "signed", "low": -1.0, "high": 1.0}


def signed(spec: Spec, outputs_NO: Tensor) -> Tensor:
    """[N] with −1 the first class and 1 the second: 2p − 1 where the loss speaks of likelihoods."""
    kind = spec.training.loss.kind
    if kind == "cross_entropy":
        return torch.tanh((outputs_NO[:, 1] - outputs_NO[:, 0]) / 2)
    if kind == "binary_cross_entropy":
        return torch.tanh(outputs_NO[:, 0] / 2)
    return outputs_NO[:, 0]


def likelihoods(spec: Spec, outputs_NC: Tensor) -> Tensor:
    """[N, C] within 0 and 1: the softmax, or the outputs that aim at one-hot targets, clipped."""
    if spec.training.loss.kind == "cross_entropy":
        return outputs_NC.softmax(dim=1)
    return outputs_NC.clamp(0, 1)


def _line(outputs_RO: Tensor, resolution: int) -> tuple[dict[str, Any], dict[str, Value]]:
    low, high = DOMAIN
    width = (high - low) / resolution
    x = (low + width * (np.arange(resolution) + 0.5)).astype(np.float32)
    return {"x": x, "y": outputs_RO[:, 0].cpu().numpy()}, {"kind": "line"}
