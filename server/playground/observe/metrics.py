"""Losses, scores, learning rate and gradient norms at this very step."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground.observe.answers import told
from playground.observe.view import Observation, View
from playground.spec.probe import MetricsProbe
from playground.spec.project import Spec
from playground.train.cooperative import Cooperative
from playground.train.losses import loss


def score_name(spec: Spec) -> str:
    """What the score of this task is: the share of right answers, or an error in the data's unit."""
    return "rmse" if spec.data.task == "regression" else "accuracy"


@dataclass(frozen=True, slots=True)
class Scores:
    """Losses without the penalty and scores (a share, or an RMSE), over all points of each part."""

    train_loss: float
    test_loss: float
    train_score: float
    test_score: float


def observe(view: View, _: MetricsProbe) -> Cooperative[Observation]:
    scores = yield from measure(view)
    return {"gradient_norms": gradient_norms(view)}, {
        "train_loss": scores.train_loss,
        "test_loss": scores.test_loss,
        "train_score": scores.train_score,
        "test_score": scores.test_score,
        "score": score_name(view.spec),
        "penalty": penalty(view),
        "learning_rate": learning_rate(view),
        "layers": [shape.id for shape in view.program.shapes],
    }


def measure(view: View) -> Cooperative[Scores]:
    trainer = view.trainer
    if tally := (yield from trainer.tally(view.state)):
        scores = tally.train_score, tally.test_score
        if view.spec.data.task == "regression":
            scores = math.sqrt(scores[0]), math.sqrt(scores[1])
        return Scores(tally.train_loss, tally.test_loss, *scores)
    train_NO = yield from view.outputs(trainer.train_x)
    test_NO = yield from view.outputs(trainer.test_x)
    train = _loss_and_score(view.spec, train_NO, trainer.train_labels)
    test = _loss_and_score(view.spec, test_NO, trainer.test_labels)
    # One transfer for all four: on a GPU each would wait for the device.
    return Scores(*torch.stack([train[0], test[0], train[1], test[1]]).tolist())


def gradient_norms(view: View) -> NDArray[np.float32]:
    """The length of each layer's gradient, all its parameters together, float32 [layers].

    0 of a layer without parameters.
    """
    sizes = [shape.parameters for shape in view.program.shapes]
    parts = torch.split(view.gradient, sizes)
    if view.device.type == "cpu":
        # A call of numpy's costs a quarter of one of torch's, which is most of a small layer's.
        arrays = [part.numpy() for part in parts]
        return np.sqrt(np.array([array @ array for array in arrays], dtype=np.float32))
    return torch.stack([part.norm() for part in parts]).cpu().numpy()


def penalty(view: View) -> float:
    """l1 Σ|w| + l2/2 Σw² over the weights, biases left out."""
    training = view.spec.training
    if not training.l1 and not training.l2:
        return 0.0
    weights = view.program.weight_mask().to(view.device) * view.state.parameters
    value = training.l1 * weights.abs().sum() + training.l2 / 2 * weights.square().sum()
    return float(value)


def learning_rate(view: View) -> float:
    """The rate of the next step."""
    return view.trainer.rate(view.state)


def _loss_and_score(spec: Spec, outputs_NO: Tensor, labels_N: Tensor) -> tuple[Tensor, Tensor]:
    return loss(spec, outputs_NO, labels_N), score(spec, outputs_NO, labels_N)


def score(spec: Spec, outputs_NO: Tensor, labels_N: Tensor) -> Tensor:
    """The share of points told right, or for a regression the root of the mean squared error."""
    if spec.data.task == "regression":
        return (outputs_NO[:, 0] - labels_N).square().mean().sqrt()
    return (told(outputs_NO) == labels_N).to(torch.float32).mean()
