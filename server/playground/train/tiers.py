"""Runs a spec's training on a device, by whichever tier is faster for its network."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from playground.data.features import network_inputs
from playground.data.loader import Points
from playground.nn.program import Program
from playground.spec.project import Spec
from playground.train import dense
from playground.train.batches import Batches, following
from playground.train.dense import DenseTier
from playground.train.eager import Done, run, value_and_gradient
from playground.train.optim import OPTIMIZERS
from playground.train.schedule import rates
from playground.train.state import TrainState


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a chunk did.

    `steps` were completed. `loss` (without the penalty) and `gradient` [P] (of the loss with the
    penalty, before the update) are those of the last step computed. If that step was not finite,
    `diverged_at` is its number and `layer` the first layer at fault: it was not made, and the
    state is as it was before it. Loss and gradient may then be infinite or NaN.
    """

    steps: int
    loss: float
    gradient: Tensor
    diverged_at: int | None = None
    layer: str | None = None


class Trainer:
    """One spec, its data on one device; the state is passed in and lies on the same device.

    `train_x`, `test_x` are design matrices float32 [N, F], `train_labels`, `test_labels` [N].
    """

    def __init__(
        self, spec: Spec, program: Program, points: Points, device: torch.device | str = "cpu"
    ) -> None:
        self.spec = spec
        self.program = program
        self.device = torch.device(device)
        x = torch.from_numpy(network_inputs(spec.data, points.inputs)).to(self.device)
        labels = torch.from_numpy(points.labels).to(self.device)
        self.train_x, self.test_x = x[: points.train], x[points.train :]
        self.train_labels, self.test_labels = labels[: points.train], labels[points.train :]
        self._mask = program.weight_mask().to(self.device)
        self._dense = self._dense_tier()

    @property
    def tier(self) -> str:
        return "eager" if self._dense is None else "dense"

    def advance(self, state: TrainState, steps: int) -> Outcome:
        """Makes `steps` (at least 1) steps, or as many as stay finite, on the state in place."""
        batches = self._batches(state, steps)
        done = self._run(state, batches)
        after = self._batches(state, done.steps).after if done.failed else batches.after
        state.updates += done.steps
        state.step += done.steps
        state.epoch, state.position = after.epoch, after.position
        if not done.failed:
            return Outcome(done.steps, done.loss, done.gradient)
        fault = self._layer_at_fault(state)
        return Outcome(done.steps, done.loss, done.gradient, state.step, fault)

    def gradient_at(self, state: TrainState) -> Tensor:
        """The gradient [P] of the batch that the next step will use. Changes nothing."""
        return self._value_and_gradient(state)[1]

    def _dense_tier(self) -> DenseTier | None:
        if self.device.type != "cpu" or not dense.suits(self.spec, self.program):
            return None
        return DenseTier(self.spec, self.program, self.train_x, self.train_labels)

    def _batches(self, state: TrainState, count: int) -> Batches:
        spec = self.spec
        samples = len(self.train_x)
        return following(spec.seed, samples, spec.training.batch_size, state.cursor, count)

    def _run(self, state: TrainState, batches: Batches) -> Done:
        if self._dense is not None:
            return self._dense.run(state, batches)
        x, labels = self.train_x, self.train_labels
        return run(self.spec, self.program, self._mask, x, labels, state, batches)

    def _rows(self, state: TrainState) -> Tensor:
        return torch.from_numpy(self._batches(state, 1).indices).to(self.device)

    def _value_and_gradient(self, state: TrainState) -> tuple[Tensor, Tensor]:
        rows = self._rows(state)
        x, labels = self.train_x[rows], self.train_labels[rows]
        return value_and_gradient(self.spec, self.program, self._mask, state.parameters, x, labels)

    def _layer_at_fault(self, state: TrainState) -> str:
        """Where the next step's first value that is not finite arises.

        Signals arise from the first layer up, gradients from the output down, and an update that
        overflows is looked at last.
        """
        shapes, layout = self.program.shapes, self.program.layout
        trace = self.program.forward(state.parameters, self.train_x[self._rows(state)])
        for shape, signal in zip(shapes, trace.activations, strict=True):
            if not signal.isfinite().all():
                return shape.id
        value, gradient = self._value_and_gradient(state)
        if value.isfinite() and gradient.isfinite().all():
            settings = self.spec.training.optimizer
            rate = float(rates(self.spec.training, state.step, 1)[0])
            tried = state.clone()
            OPTIMIZERS[settings.kind].update(
                settings, tried.parameters, gradient, tried.slots, rate, tried.updates
            )
            gradient = sum(tried.slots.values(), tried.parameters)
        at_fault = (~gradient.isfinite()).nonzero()
        return layout.layer_at(int(at_fault[-1])) if len(at_fault) else shapes[-1].id


EVALUATION_ROWS = 160**2
"""Points of the finest picture, the largest batch that a probe evaluates."""


def memory_bytes(spec: Spec) -> int:
    """An estimate of the device memory of one run, without the allocator's own.

    Parameters, gradient, optimizer slots and a copy of them to fall back on; the points; and
    pre-activations and activations of a batch, for its gradient, and of the largest evaluation.
    """
    vectors = 3 + 2 * len(OPTIMIZERS[spec.training.optimizer.kind].slots)
    units = sum(shape.size for shape in spec.shapes)
    rows = max(EVALUATION_ROWS, spec.data.size) + min(
        spec.training.batch_size, spec.data.train_samples
    )
    points = spec.data.size * (spec.data.inputs + 1 + spec.outputs)
    inputs = EVALUATION_ROWS * spec.data.inputs
    return 4 * (vectors * spec.parameter_count + 2 * rows * units + points + inputs)
