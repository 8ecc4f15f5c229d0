"""Predictions of samples that test, and which classes are taken for which."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from playground.observe.answers import predicted_class, predicted_class_and_likelihood
from playground.observe.probes.base import Observer
from playground.observe.view import Observation, View
from playground.spec.probes.predictions import PredictionsProbe
from playground.train.cooperative import Cooperative


def observe(view: View, probe: PredictionsProbe) -> Cooperative[Observation]:
    """Predict the first K samples that test: `predicted` and `labels` u8 [K], `probability` f32 [K].

    Of a regression the first two are the numbers, f32 [K]. `confusion` u32 [C, C] counts all test
    samples, a row a true class.
    """
    trainer = view.trainer
    labels = trainer.test_labels[: probe.most]
    if view.spec.data.task == "regression":
        outputs = yield from view.outputs(trainer.test_x[: probe.most])
        return {"predicted": _numbers(outputs[:, 0]), "labels": _numbers(labels)}, {}
    outputs = yield from view.outputs(trainer.test_x)
    classes, sure = predicted_class_and_likelihood(view.spec, outputs[: probe.most])
    return {
        "predicted": classes.to(torch.uint8).cpu().numpy(),
        "probability": _numbers(sure),
        "labels": labels.to(torch.uint8).cpu().numpy(),
        "confusion": confusion(
            predicted_class(outputs), trainer.test_labels, view.spec.data.class_count
        ),
    }, {}


def confusion(predicted_N: Tensor, labels_N: Tensor, classes: int) -> Any:
    """Count u32 [C, C] of predictions and labels int64 [N]: a row a true class, a column a predicted one."""
    pairs = torch.bincount(labels_N * classes + predicted_N, minlength=classes * classes)
    return pairs.view(classes, classes).cpu().numpy().astype(np.uint32)


def _numbers(values: Tensor) -> Any:
    return values.to(torch.float32).cpu().numpy()


OBSERVER = Observer(observe)
