"""The network's answer over the input plane, or over the line for one-dimensional data."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from playground.observe.answers import predicted_class_and_likelihood, signed_outputs
from playground.observe.axes import axes_of
from playground.observe.probes.base import Observer
from playground.observe.view import Observation, View
from playground.spec.probes.boundary import BoundaryProbe
from playground.train.cooperative import Cooperative
from playground.wire.frame import Value, eight_bit


def observe(view: View, probe: BoundaryProbe) -> Cooperative[Observation]:
    """Make a map of the outputs over the plane; its row 0 is the top.

    Of two classes or a number to predict, kind "signed": `map` u8 [R, R], from `low` to `high`. Of
    more classes, kind "classes": `classes` and `confidence` u8 [R, R]. On the line, kind "line":
    `x` and `y` f32 [R].
    """
    outputs = yield from view.outputs(view.grid(probe.resolution, probe.plane))
    data = view.spec.data
    if data.form == "line":
        return _line(outputs, data.domain, probe.resolution)
    side = view.picture_shape(probe.resolution)
    axes = {} if data.form == "plane" else axes_of(view.plane(probe.plane))
    if data.task == "multiclass":
        classes, confidence = predicted_class_and_likelihood(view.spec, outputs)
        return {
            "classes": classes.to(torch.uint8).cpu().numpy().reshape(side),
            "confidence": eight_bit(confidence.cpu().numpy(), 0, 1).reshape(side),
        }, {"kind": "classes", **axes}
    values = signed_outputs(view.spec, outputs).cpu().numpy()
    bound = view.trainer.label_bound
    arrays = {"map": eight_bit(values, -bound, bound).reshape(side)}
    return arrays, {"kind": "signed", "low": -bound, "high": bound, **axes}


def _line(
    outputs_RO: Tensor, domain: tuple[float, float], resolution: int
) -> tuple[dict[str, Any], dict[str, Value]]:
    low, high = domain
    width = (high - low) / resolution
    x = (low + width * (np.arange(resolution) + 0.5)).astype(np.float32)
    return {"x": x, "y": outputs_RO[:, 0].cpu().numpy()}, {"kind": "line"}


OBSERVER = Observer(observe)
