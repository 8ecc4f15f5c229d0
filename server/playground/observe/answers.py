"""What a network's outputs say: a class and how likely it is, or a number."""

from __future__ import annotations

import torch
from torch import Tensor

from playground.spec.project import Spec


def signed(spec: Spec, outputs_NO: Tensor) -> Tensor:
    """[N] with −1 the first class and 1 the second: 2p − 1 where the loss speaks of likelihoods.

    The output itself for a regression.
    """
    kind = spec.training.loss.kind
    if kind == "cross_entropy":
        return torch.tanh((outputs_NO[:, 1] - outputs_NO[:, 0]) / 2)
    if kind == "binary_cross_entropy":
        return torch.tanh(outputs_NO[:, 0] / 2)
    return outputs_NO[:, 0]


def likelihoods(spec: Spec, outputs_NO: Tensor) -> Tensor:
    """[N, C] within 0 and 1: the softmax, or the outputs that aim at one-hot targets, clipped.

    Of a single output those of two classes.
    """
    if outputs_NO.shape[1] == 1:
        second = (signed(spec, outputs_NO).clamp(-1, 1) + 1) / 2
        return torch.stack([1 - second, second], dim=1)
    if spec.training.loss.kind == "cross_entropy":
        return outputs_NO.softmax(dim=1)
    return outputs_NO.clamp(0, 1)


def told(outputs_NO: Tensor) -> Tensor:
    """The class told of each, int64 [N]."""
    if outputs_NO.shape[1] > 1:
        return outputs_NO.argmax(dim=1)
    # A logit's 0 and the middle between the targets −1 and 1 are the same border.
    return (outputs_NO[:, 0] > 0).to(torch.int64)


def told_and_sure(spec: Spec, outputs_NO: Tensor) -> tuple[Tensor, Tensor]:
    """The class told of each, int64 [N], and how likely it is, float32 [N]."""
    classes = told(outputs_NO)
    share = likelihoods(spec, outputs_NO)
    return classes, share.gather(1, classes.unsqueeze(1)).squeeze(1)
