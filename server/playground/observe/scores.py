"""Figures of a run at this very step: losses, scores, penalty, learning rate and gradient norms."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground.observe.answers import predicted_class
from playground.observe.view import View
from playground.spec.project import Spec
from playground.train.cooperative import Cooperative
from playground.train.losses import loss
from playground.train.norms import layer_norms, norm


def score_name(spec: Spec) -> str:
    """Name the score of this task: the share of right answers, or an error in the data's unit."""
    return "rmse" if spec.data.task == "regression" else "accuracy"


@dataclass(frozen=True, slots=True)
class Scores:
    """Losses without the penalty and scores (a share, or an RMSE), over all points of each part."""

    train_loss: float
    test_loss: float
    train_score: float
    test_score: float


def measure(view: View) -> Cooperative[Scores]:
    """Score all points of both parts, in pieces between which the run must stand still."""
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
    """Give the length of each layer's gradient, all its parameters together, float32 [layers].

    It is 0 of a layer without parameters.
    """
    sizes = [shape.parameters for shape in view.program.shapes]
    with np.errstate(over="ignore"):
        return layer_norms(view.gradient, sizes).cpu().numpy().astype(np.float32)


def penalty(view: View) -> float:
    """Give l1 Σ|w| + l2/2 Σw² over the weights that the losses beside it are of, biases left out."""
    training = view.spec.training
    if not training.l1 and not training.l2:
        return 0.0
    weights = view.program.weight_mask().to(view.device) * view.state.evaluated
    return training.l1 * float(weights.abs().sum()) + training.l2 / 2 * float(norm(weights)) ** 2


def learning_rate(view: View) -> float:
    """Give the rate of the next step."""
    return view.trainer.rate(view.state)


def _loss_and_score(spec: Spec, outputs_NO: Tensor, labels_N: Tensor) -> tuple[Tensor, Tensor]:
    return loss(spec, outputs_NO, labels_N), score(spec, outputs_NO, labels_N)


def score(spec: Spec, outputs_NO: Tensor, labels_N: Tensor) -> Tensor:
    """Score outputs [N, O] against labels [N], as a tensor of no axis.

    It is the share of points that are predicted right, or for a regression the root of the mean
    squared error.
    """
    if spec.data.task == "regression":
        return norm(outputs_NO[:, 0] - labels_N) / math.sqrt(len(labels_N))
    return (predicted_class(outputs_NO) == labels_N).to(torch.float32).mean()
