"""The network's answer over the input plane, or over the line for one-dimensional data."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from playground.data.plane import Plane, label_bound
from playground.observe.answers import signed, told_and_sure
from playground.observe.view import Observation, View
from playground.spec.probe import BoundaryProbe
from playground.train.cooperative import Cooperative
from playground.wire.frame import Value, eight_bit


def observe(view: View, probe: BoundaryProbe) -> Cooperative[Observation]:
    """Kind "signed", "classes" or "line"; row 0 of a map is the top of the plane."""
    outputs = yield from view.outputs(view.grid(probe.resolution, probe.plane))
    data = view.spec.data
    if data.form == "line":
        return _line(outputs, data.domain, probe.resolution)
    side = view.picture_shape(probe.resolution)
    axes = {} if data.form == "plane" else axes_of(view.plane(probe.plane))
    if data.task == "multiclass":
        classes, confidence = told_and_sure(view.spec, outputs)
        return {
            "classes": classes.to(torch.uint8).cpu().numpy().reshape(side),
            "confidence": eight_bit(confidence.cpu().numpy(), 0, 1).reshape(side),
        }, {"kind": "classes", **axes}
    values = signed(view.spec, outputs).cpu().numpy()
    bound = label_bound(data, view.trainer.train_labels.cpu().numpy())
    arrays = {"map": eight_bit(values, -bound, bound).reshape(side)}
    return arrays, {"kind": "signed", "low": -bound, "high": bound, **axes}


def axes_of(plane: Plane) -> dict[str, Value]:
    """What a picture's axes are, and how much of the inputs' variance lies along them."""
    low, high = plane.domain
    values: dict[str, Value] = {
        "domain_low": low,
        "domain_high": high,
        "x_name": plane.x_name,
        "y_name": plane.y_name,
    }
    if plane.explained is not None:
        values |= {"explained_x": plane.explained[0], "explained_y": plane.explained[1]}
    return values


def _line(
    outputs_RO: Tensor, domain: tuple[float, float], resolution: int
) -> tuple[dict[str, Any], dict[str, Value]]:
    low, high = domain
    width = (high - low) / resolution
    x = (low + width * (np.arange(resolution) + 0.5)).astype(np.float32)
    return {"x": x, "y": outputs_RO[:, 0].cpu().numpy()}, {"kind": "line"}
