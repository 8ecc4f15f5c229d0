"""The torch backend: the program's forward pass and autograd, on any device."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from playground.train.batches import Batches
from playground.train.norms import layer_norms
from playground.train.schedules import rates
from playground.train.state import TrainState
from playground.train.step import Stepper


@dataclass(frozen=True, slots=True)
class ChunkResult:
    """The result of a chunk of steps: those completed, and loss and gradient of the last step computed.

    That is the failed step, whose update was not made, when `failed` is true.
    """

    steps: int
    loss: float
    gradient: Tensor
    failed: bool


def run(
    stepper: Stepper, x: Tensor, labels_N: Tensor, state: TrainState, batches: Batches
) -> ChunkResult:
    """Make the batches' steps on the state's tensors and add them to its bucket; its counters are the caller's matter.

    `x` float32 [N, *input shape] and the labels [N] are what the batches' indices count in.

    Looking at every step would wait for the device each time: the chunk is looked at once, at its
    end, and repeated step by step from its start if something in it was not finite. A chunk of one
    step, as those are that take long, is looked at all the same, and not made twice.
    """
    if len(batches.starts) == 2:
        return _steps(stepper, x, labels_N, state, batches, watched=True)
    before = state.clone()
    done = _steps(stepper, x, labels_N, state, batches, watched=False)
    if not done.failed:
        return done
    state.assign(before)
    return _steps(stepper, x, labels_N, state, batches, watched=True)


def _steps(
    stepper: Stepper,
    x: Tensor,
    labels_N: Tensor,
    state: TrainState,
    batches: Batches,
    *,
    watched: bool,
) -> ChunkResult:
    count = len(batches.starts) - 1
    schedule = rates(stepper.spec.training, state.step, count) * state.plateau.factor
    indices = torch.from_numpy(batches.indices).to(x.device)
    sizes = [shape.parameters for shape in stepper.program.shapes]
    total = torch.zeros((), device=x.device)
    figures: list[Tensor] = []
    for i in range(count):
        rows = indices[batches.starts[i] : batches.starts[i + 1]]
        value, gradient, buffers = stepper.value_and_gradient(
            state, state.step + i, x[rows], labels_N[rows]
        )
        kept = state.clone() if watched else state
        stepper.update(state, gradient, float(schedule[i]), state.updates + i)
        state.buffers.copy_(buffers)
        total += value
        if watched and not _finite(value, gradient, state):
            state.assign(kept)
            _record(state, figures)
            return ChunkResult(i, float(value), gradient, failed=True)
        norms = layer_norms(gradient, sizes)
        figures.append(torch.cat([value.to(norms.dtype).view(1), norms]))
    failed = not _finite(total, gradient, state)
    if not failed:
        _record(state, figures)
    return ChunkResult(count, float(value), gradient, failed=failed)


def _record(state: TrainState, figures: list[Tensor]) -> None:
    """Add steps to the bucket, a row [1 + layers] each; only here a device is waited for."""
    if figures:
        state.bucket.add(torch.stack(figures).cpu().numpy().astype(np.float64))


def _finite(value: Tensor, gradient: Tensor, state: TrainState) -> bool:
    """Tell whether all is finite. One sum a vector: an infinity or NaN, times 0, makes it NaN."""
    checks = [value, gradient, state.parameters, state.buffers, *state.optimizer_state.values()]
    return bool(torch.stack([(check * 0).sum() for check in checks]).sum() == 0)
