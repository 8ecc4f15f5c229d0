"""The torch tier: the program's forward pass and autograd, on any device."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from playground.nn.program import Program
from playground.spec.project import Spec
from playground.train.batches import Batches
from playground.train.loss import loss
from playground.train.optim import OPTIMIZERS
from playground.train.schedule import rates
from playground.train.state import TrainState


@dataclass(frozen=True, slots=True)
class Done:
    """What a tier did: steps completed, and loss and gradient of the last step computed.

    That is the failed step, whose update was not made, when `failed` is true.
    """

    steps: int
    loss: float
    gradient: Tensor
    failed: bool


def value_and_gradient(
    spec: Spec, program: Program, mask: Tensor, flat: Tensor, x_BF: Tensor, labels_B: Tensor
) -> tuple[Tensor, Tensor]:
    """The batch's loss without the penalty, and the gradient [P] of the loss with it.

    `mask` is the layout's weight mask, on the device. Neither value carries a graph.
    """
    leaf = flat.detach().requires_grad_()
    value = loss(spec, program.forward(leaf, x_BF).activations[-1], labels_B)
    (gradient,) = torch.autograd.grad(value, leaf)
    training = spec.training
    if training.l1:
        gradient += training.l1 * mask * flat.sign()
    if training.l2:
        gradient += training.l2 * mask * flat
    return value.detach(), gradient


def run(
    spec: Spec,
    program: Program,
    mask: Tensor,
    x_NF: Tensor,
    labels_N: Tensor,
    state: TrainState,
    batches: Batches,
) -> Done:
    """Makes the batches' steps on the state's tensors; its counters are the caller's matter.

    Looking at every step would wait for the device each time: the chunk is looked at once, at its
    end, and repeated step by step from its start if something in it was not finite.
    """
    before = state.clone()
    done = _steps(spec, program, mask, x_NF, labels_N, state, batches, watched=False)
    if not done.failed:
        return done
    state.assign(before)
    return _steps(spec, program, mask, x_NF, labels_N, state, batches, watched=True)


def _steps(
    spec: Spec,
    program: Program,
    mask: Tensor,
    x_NF: Tensor,
    labels_N: Tensor,
    state: TrainState,
    batches: Batches,
    *,
    watched: bool,
) -> Done:
    settings = spec.training.optimizer
    update = OPTIMIZERS[settings.kind].update
    count = len(batches.starts) - 1
    schedule = rates(spec.training, state.step, count)
    indices = torch.from_numpy(batches.indices).to(x_NF.device)
    total = torch.zeros((), device=x_NF.device)
    for i in range(count):
        rows = indices[batches.starts[i] : batches.starts[i + 1]]
        value, gradient = value_and_gradient(
            spec, program, mask, state.parameters, x_NF[rows], labels_N[rows]
        )
        kept = state.clone() if watched else state
        update(
            settings, state.parameters, gradient, state.slots, float(schedule[i]), state.updates + i
        )
        total += value
        if watched and not _finite(value, gradient, state):
            state.assign(kept)
            return Done(i, float(value), gradient, failed=True)
    return Done(count, float(value), gradient, failed=not _finite(total, gradient, state))


def _finite(value: Tensor, gradient: Tensor, state: TrainState) -> bool:
    """Whether all is finite. One sum a vector: an infinity or NaN, times 0, makes it NaN."""
    checks = [value, gradient, state.parameters, *state.slots.values()]
    return bool(torch.stack([(check * 0).sum() for check in checks]).sum() == 0)
