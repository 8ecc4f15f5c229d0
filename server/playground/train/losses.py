"""Losses: the mean over a batch, with the formulas of `spec.losses`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from playground.spec.losses import kind_of
from playground.spec.project import Spec


def binary_cross_entropy(
    _: Any, outputs_BO: Tensor, targets_BO: Tensor, smoothing: float
) -> Tensor:
    """Return the mean [] of softplus(z) − y z over outputs and targets [B, 1]."""
    if smoothing:
        targets_BO = targets_BO * (1 - smoothing) + smoothing / 2
    return functional.binary_cross_entropy_with_logits(outputs_BO, targets_BO)


def cross_entropy(_: Any, outputs_BO: Tensor, targets_B: Tensor, smoothing: float) -> Tensor:
    """Return the mean [] of −log softmax(z)[y] over outputs [B, C] and targets int64 [B].

    Szegedy et al. (2016), section 7: smoothing mixes the target with the uniform distribution.
    """
    return functional.cross_entropy(outputs_BO, targets_B, label_smoothing=smoothing)


def mse(_: Any, outputs_BO: Tensor, targets_BO: Tensor, __: float) -> Tensor:
    """Return the mean [] of the squared distance of outputs and targets [B, O]."""
    return functional.mse_loss(outputs_BO, targets_BO)


def huber(settings: Any, outputs_BO: Tensor, targets_BO: Tensor, _: float) -> Tensor:
    """Return the mean [] of Huber's distance of outputs and targets [B, O]."""
    return functional.huber_loss(outputs_BO, targets_BO, delta=settings.delta)


LOSSES: dict[str, Callable[[Any, Tensor, Tensor, float], Tensor]] = {
    "binary_cross_entropy": binary_cross_entropy,
    "cross_entropy": cross_entropy,
    "mse": mse,
    "huber": huber,
}
"""Loss kind → function of (its settings, outputs [B, O], targets, label smoothing), a scalar []."""


def targets(spec: Spec, labels_B: Tensor) -> Tensor:
    """Return what outputs are compared with: int64 [B] where that is an index, or float32 [B, O].

    As `spec.losses.Targets` has it.
    """
    kind, task = kind_of(spec.training.loss), spec.data.task
    if kind.targets == "index":
        return labels_B
    if task == "multiclass":
        return functional.one_hot(labels_B, spec.outputs).to(torch.float32)
    values = labels_B.to(torch.float32)
    if task == "binary" and kind.targets == "signed":
        values = 2 * values - 1
    return values.unsqueeze(1)


def loss(spec: Spec, outputs_BO: Tensor, labels_B: Tensor, *, smoothing: float = 0.0) -> Tensor:
    """Return the spec's loss [] of outputs [B, O] and labels [B], without the penalty on weights.

    What is shown and scored is not smoothed; a training step passes its label smoothing.
    """
    settings = spec.training.loss
    return LOSSES[settings.kind](settings, outputs_BO, targets(spec, labels_B), smoothing)
