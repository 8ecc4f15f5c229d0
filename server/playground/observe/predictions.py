"""What the network tells of samples that test, and which classes it takes for which."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from playground.observe.answers import told, told_and_sure
from playground.observe.view import Observation, View
from playground.spec.probe import PredictionsProbe
from playground.train.cooperative import Cooperative


def observe(view: View, probe: PredictionsProbe) -> Cooperative[Observation]:
    """Of the first K test samples the class told and its likelihood, or the number.

    `confusion` u32 [C, C] counts all test samples, a row a true class.
    """
    trainer = view.trainer
    labels = trainer.test_labels[: probe.most]
    if view.spec.data.task == "regression":
        outputs = yield from view.outputs(trainer.test_x[: probe.most])
        return {"predicted": _numbers(outputs[:, 0]), "labels": _numbers(labels)}, {}
    outputs = yield from view.outputs(trainer.test_x)
    classes, sure = told_and_sure(view.spec, outputs[: probe.most])
    return {
        "predicted": classes.to(torch.uint8).cpu().numpy(),
        "probability": _numbers(sure),
        "labels": labels.to(torch.uint8).cpu().numpy(),
        "confusion": confusion(told(outputs), trainer.test_labels, view.spec.data.class_count),
    }, {}


def confusion(told_N: Tensor, labels_N: Tensor, classes: int) -> Any:
    """u32 [C, C]: how often a sample of the row's class was told to be of the column's."""
    pairs = torch.bincount(labels_N * classes + told_N, minlength=classes * classes)
    return pairs.view(classes, classes).cpu().numpy().astype(np.uint32)


def _numbers(values: Tensor) -> Any:
    return values.to(torch.float32).cpu().numpy()
