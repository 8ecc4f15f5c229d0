"""The meaning of a network's outputs: a class and how likely it is, or a number."""

from __future__ import annotations

import torch
from torch import Tensor

from playground.spec.losses import kind_of
from playground.spec.project import Spec


def signed_outputs(spec: Spec, outputs_NO: Tensor) -> Tensor:
    """Give [N] of outputs [N, O], −1 for the first class and 1 for the second.

    That is 2p − 1 where the loss speaks of likelihoods, and the output itself for a regression.
    """
    likelihood = kind_of(spec.training.loss).likelihood
    if likelihood == "softmax":
        return torch.tanh((outputs_NO[:, 1] - outputs_NO[:, 0]) / 2)
    if likelihood == "sigmoid":
        return torch.tanh(outputs_NO[:, 0] / 2)
    return outputs_NO[:, 0]


def likelihoods(spec: Spec, outputs_NO: Tensor) -> Tensor:
    """Give [N, C] within 0 and 1 of outputs [N, O]; of a single output those of two classes.

    They are the softmax, or the outputs that aim at one-hot targets, clipped.
    """
    if outputs_NO.shape[1] == 1:
        second = (signed_outputs(spec, outputs_NO).clamp(-1, 1) + 1) / 2
        return torch.stack([1 - second, second], dim=1)
    if kind_of(spec.training.loss).likelihood == "softmax":
        return outputs_NO.softmax(dim=1)
    return outputs_NO.clamp(0, 1)


def predicted_class(outputs_NO: Tensor) -> Tensor:
    """Predict a class of each of the outputs [N, O], int64 [N]."""
    if outputs_NO.shape[1] > 1:
        return outputs_NO.argmax(dim=1)
    # A logit's 0 and the middle between the targets −1 and 1 are the same border.
    return (outputs_NO[:, 0] > 0).to(torch.int64)


def predicted_class_and_likelihood(spec: Spec, outputs_NO: Tensor) -> tuple[Tensor, Tensor]:
    """Predict a class of each of the outputs [N, O], int64 [N], and how likely it is, float32 [N]."""
    classes = predicted_class(outputs_NO)
    share = likelihoods(spec, outputs_NO)
    return classes, share.gather(1, classes.unsqueeze(1)).squeeze(1)
