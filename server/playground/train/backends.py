"""A spec's training on a device, by the backend that is the fastest for its network."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from playground.data.features import network_inputs
from playground.data.loader import is_streamed
from playground.data.plane import label_bound
from playground.data.points import Points
from playground.nn.program import Program
from playground.spec.project import Spec
from playground.train import dense
from playground.train.batches import Batches, Cursor, following
from playground.train.cooperative import Cooperative, run_all
from playground.train.cost import rows_at_once
from playground.train.dense import DenseBackend
from playground.train.eager import ChunkResult, run
from playground.train.losses import loss
from playground.train.noise import generator_at
from playground.train.schedules import SCHEDULES, rates
from playground.train.state import TrainState
from playground.train.step import Stepper
from playground.train.stream import RowStream


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a chunk of steps.

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


@dataclass(frozen=True, slots=True)
class Tally:
    """Means over the samples: of the loss without the penalty, and of what the score is made of.

    That is the squared error in a regression, else 1 for each sample whose class is told right.
    """

    train_loss: float
    train_score: float
    test_loss: float
    test_score: float


@dataclass(frozen=True, slots=True)
class Feed:
    """The rows of the next mini-batches, x float32 [N, *input shape] and labels [N].

    `batches` says which belong to which, and `cursors` where each begins and the last ends; None
    where `batches` alone tells.
    """

    x: Tensor
    labels: Tensor
    batches: Batches
    cursors: tuple[Cursor, ...] | None = None

    @property
    def count(self) -> int:
        """The number of mini-batches."""
        return len(self.batches.starts) - 1


class Trainer:
    """One spec, its data on one device; the state is passed in and lies on the same device.

    `train_x`, `test_x` are what the network sees, float32 [N, *input shape], `train_labels`,
    `test_labels` [N]. Of a set larger than its share of memory they are a fixed sample, by which
    it is scored, and the training rows are streamed from the disk.
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
        self.label_bound = label_bound(spec.data, points.labels[: points.train])
        """Up to which labels are colored."""
        self.stream = RowStream(spec.data, device=self.device) if is_streamed(spec.data) else None
        self._stepper = Stepper.build(spec, program, self.device)
        self._dense = self._dense_backend(x, labels)
        self._rows_at_once = rows_at_once(spec, self.device.type)
        self._layers = tuple(shape.id for shape in program.shapes)

    @property
    def backend(self) -> str:
        """The name of the backend, as the wire has it."""
        if self.stream is not None:
            return "stream"
        return "eager" if self._dense is None else "dense"

    @property
    def samples(self) -> int:
        """The number of training samples in an epoch."""
        return len(self.train_x) if self.stream is None else self.stream.samples

    def advance(self, state: TrainState, steps: int) -> Outcome:
        """Make `steps` (at least 1) steps, or as many as stay finite, on the state in place."""
        made = 0
        while True:
            run_all(self.score_epoch(state))
            outcome = self.train(state, steps - made)
            made += outcome.steps
            if made == steps or outcome.diverged_at is not None:
                run_all(self.score_epoch(state))
                return replace(outcome, steps=made)

    def train(self, state: TrainState, steps: int) -> Outcome:
        """Advance, but only to where the schedule has to hear a loss: see `score_epoch`."""
        assert not state.plateau.due, "the schedule has not heard how the last epoch went"
        if SCHEDULES[self.spec.training.schedule.kind].after is None:
            return self._advance(state, steps)
        outcome = self._advance(state, min(steps, self._left_in_epoch(state)))
        if state.position == 0 and outcome.steps:
            state.plateau = replace(state.plateau, due=True)
        return outcome

    def score_epoch(self, state: TrainState) -> Cooperative[None]:
        """Let a schedule that hears losses hear that of the last epoch, if it is due."""
        schedule = self.spec.training.schedule
        after = SCHEDULES[schedule.kind].after
        if state.plateau.due and after is not None:
            loss = yield from self._train_loss(state)
            state.plateau = after(state.plateau, schedule, loss)

    def gradient_at(self, state: TrainState) -> Tensor:
        """Return the gradient [P] of the batch that the next step will use. Changes nothing."""
        if self._dense is not None:
            return self._dense.gradient(state, self._feed(state, 1).batches)
        return self._value_and_gradient(state)[1]

    def tally(self, state: TrainState) -> Cooperative[Tally | None]:
        """Return what all samples sum up to, by the compiled loop; None where torch scores faster."""
        if self._dense is None or not self._dense.scores:
            return None
        train, samples = len(self.train_x), len(self.train_x) + len(self.test_x)
        sums = np.zeros((2, 2))
        for rows in self.blocks(samples):
            sums += self._dense.tally(state.evaluated, rows)
            yield
        return Tally(*(sums / [[train], [samples - train]]).ravel().tolist())

    def train_loss(self, state: TrainState) -> float:
        """Return the loss over all training samples, without the penalty.

        Of a streamed set those are the ones by which it is scored.
        """
        return run_all(self._train_loss(state))

    def blocks(self, rows: int, passes: int = 1) -> Iterator[slice]:
        """Cut so many rows into slices, each short work for as many passes and few floats at once."""
        size = max(1, self._rows_at_once // passes)
        for start in range(0, rows, size):
            if start and self.device.type != "cpu":
                # What is only queued takes no time yet, and would all be waited for at once.
                torch.accelerator.synchronize(self.device)
            yield slice(start, min(start + size, rows))

    def rate(self, state: TrainState) -> float:
        """Return the learning rate of the next step."""
        return float(rates(self.spec.training, state.step, 1)[0]) * state.plateau.factor

    def _train_loss(self, state: TrainState) -> Cooperative[float]:
        if tally := (yield from self.tally(state)):
            return tally.train_loss
        total = 0.0
        for rows in self.blocks(len(self.train_x)):
            x, labels = self.train_x[rows], self.train_labels[rows]
            with torch.inference_mode():
                outputs = self.program.forward(state.evaluated, x, state.buffers).activations[-1]
                total += float(loss(self.spec, outputs, labels)) * len(x)
            yield
        return total / len(self.train_x)

    def _advance(self, state: TrainState, steps: int) -> Outcome:
        made = 0
        state.bucket.fit(self._layers)
        while True:
            feed = self._feed(state, steps - made)
            done = self._run(state, feed)
            after = self._place(state, feed, done.steps)
            made += done.steps
            state.updates += done.steps
            state.step += done.steps
            state.epoch, state.position = after.epoch, after.position
            if done.failed:
                state.bucket.broken += 1
                fault = self._layer_at_fault(state, done)
                return Outcome(made, done.loss, done.gradient, state.step, fault)
            if made == steps:
                return Outcome(made, done.loss, done.gradient)

    def _left_in_epoch(self, state: TrainState) -> int:
        return -(-(self.samples - state.position) // self.spec.training.batch_size)

    def _dense_backend(self, x: Tensor, labels: Tensor) -> DenseBackend | None:
        plain = self.device.type == "cpu" and self.stream is None
        if not plain or not dense.suits(self.spec, self.program):
            return None
        return DenseBackend(self.spec, self.program, x, labels, len(self.train_x))

    def _feed(self, state: TrainState, count: int) -> Feed:
        """Return the next `count` mini-batches; of a streamed set those at hand, at least one."""
        spec = self.spec
        size = spec.training.batch_size
        if self.stream is None:
            batches = following(spec.seed, self.samples, size, state.cursor, count)
            return Feed(self.train_x, self.train_labels, batches)
        chunk = self.stream.following(spec.seed, size, state.cursor, count)
        return Feed(chunk.x, chunk.labels, chunk.batches, chunk.cursors)

    def _place(self, state: TrainState, feed: Feed, made: int) -> Cursor:
        """Return the place behind so many of the feed's batches."""
        if made == feed.count:
            return feed.batches.after
        if feed.cursors is not None:
            return feed.cursors[made]
        return self._feed(state, made).batches.after

    def _run(self, state: TrainState, feed: Feed) -> ChunkResult:
        if self._dense is not None:
            return self._dense.run(state, feed.batches)
        return run(self._stepper, feed.x, feed.labels, state, feed.batches)

    def _next_batch(self, state: TrainState) -> tuple[Tensor, Tensor]:
        feed = self._feed(state, 1)
        rows = torch.from_numpy(feed.batches.indices).to(self.device)
        return feed.x[rows], feed.labels[rows]

    def _value_and_gradient(self, state: TrainState) -> tuple[Tensor, Tensor, Tensor]:
        return self._stepper.value_and_gradient(state, state.step, *self._next_batch(state))

    def _layer_at_fault(self, state: TrainState, failed: ChunkResult) -> str:
        """Find the layer in which the first value that is not finite arose, of a step that was not made.

        Signals arise from the first layer up, gradients from the output down, and an update that
        overflows is looked at last. Only the signals, which nobody kept, are computed once more.
        """
        shapes, layout = self.program.shapes, self.program.layout
        generator = generator_at(self.spec.seed, state.step, self.device)
        trace = self.program.forward(
            state.parameters,
            self._next_batch(state)[0],
            state.buffers,
            training=True,
            generator=generator,
        )
        for shape, signal in zip(shapes, trace.activations, strict=True):
            if not signal.isfinite().all():
                return shape.id
        gradient = failed.gradient
        if math.isfinite(failed.loss) and gradient.isfinite().all():
            tried = state.clone()
            self._stepper.update(tried, gradient, self.rate(state), tried.updates)
            gradient = sum(tried.optimizer_state.values(), tried.parameters)
        at_fault = (~gradient.isfinite()).nonzero()
        return layout.layer_at(int(at_fault[-1])) if len(at_fault) else shapes[-1].id
