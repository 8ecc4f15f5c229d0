"""Scores of a run on samples that are not its own."""

from __future__ import annotations

import math
from functools import lru_cache

import torch
from torch import Tensor

from playground.data.features import network_inputs
from playground.data.loader import load
from playground.observe.scores import score
from playground.observe.view import View
from playground.spec.base import SpecProblem
from playground.spec.data import DataSpec
from playground.train.cooperative import Cooperative
from playground.train.losses import loss

Figures = tuple[float | None, float | None]

SETS_KEPT = 4
"""A whole class is scored on one."""


def score_on(view: View, data: DataSpec) -> Cooperative[Figures]:
    """Find the loss without the penalty, and accuracy or RMSE, over those of the samples that test.

    Both None where the network is made for other data; what is not finite is None.
    """
    if not _fits(data, view.spec.data):
        return None, None
    try:
        x, labels = _test_part(data, view.device)
    except SpecProblem:
        # Such as a file that is gone.
        return None, None
    outputs = yield from view.outputs(x)
    figures = torch.stack([loss(view.spec, outputs, labels), score(view.spec, outputs, labels)])
    finite = [value if math.isfinite(value) else None for value in figures.tolist()]
    return finite[0], finite[1]


def _fits(data: DataSpec, own: DataSpec) -> bool:
    return (data.data_signature, data.input_shape, data.input_names) == (
        own.data_signature,
        own.input_shape,
        own.input_names,
    )


@lru_cache(maxsize=SETS_KEPT)
def _test_part(data: DataSpec, device: torch.device) -> tuple[Tensor, Tensor]:
    """Load what the network sees of the samples, float32 [N, *input shape], and labels [N]."""
    points = load(data)
    inputs = network_inputs(data, points.inputs[points.train :])
    labels = torch.from_numpy(points.labels[points.train :])
    return torch.from_numpy(inputs).to(device), labels.to(device)
