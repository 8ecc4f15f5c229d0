"""The samples of a table or of images on the plane of a picture."""

from __future__ import annotations

from typing import Any

import numpy as np
from torch import Tensor

from playground.observe.axes import axes_of
from playground.observe.probes.base import at_once
from playground.observe.view import NotThereError, Observation, View
from playground.spec.probes.points_on_plane import PointsProbe

MAX_POINTS = 2000
"""More would cover each other."""


def observe(view: View, probe: PointsProbe) -> Observation:
    """Place up to 2,000 samples: `x`, `y` and `labels` f32 [N], first those that train.

    Both parts are there in their share.

    Raises `NotThereError` on the line and the plane, whose points are known as they are.
    """
    data, trainer = view.spec.data, view.trainer
    if data.has_features:
        raise NotThereError("These points lie on the picture as they are.")
    plane = view.plane(probe.plane)
    train, test = shares(len(trainer.train_x), len(trainer.test_x))
    x, y = plane.project(_joined(trainer.train_x[:train], trainer.test_x[:test]))
    labels = _joined(trainer.train_labels[:train], trainer.test_labels[:test])
    return {"x": x, "y": y, "labels": labels.astype(np.float32)}, {
        "train": train,
        "task": data.task,
        "classes": data.class_count,
        "label_bound": trainer.label_bound,
        **axes_of(plane),
    }


def shares(train: int, test: int) -> tuple[int, int]:
    """Give how many of each are shown."""
    if train + test <= MAX_POINTS:
        return train, test
    shown = round(MAX_POINTS * train / (train + test))
    return shown, MAX_POINTS - shown


def _joined(train: Tensor, test: Tensor) -> Any:
    return np.concatenate([train.cpu().numpy(), test.cpu().numpy()])


OBSERVER = at_once(observe)
