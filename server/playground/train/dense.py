"""The fast backend for small dense nets on a CPU: torch's memory, a compiled loop's arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground.nn.program import Program
from playground.spec import losses, optimizers
from playground.spec.activations import ACTIVATIONS
from playground.spec.project import Spec
from playground.spec.shapes import LayerShape
from playground.spec.training import TrainingSpec
from playground.train.batches import Batches
from playground.train.buckets import Bucket
from playground.train.cost import multiplications
from playground.train.eager import ChunkResult
from playground.train.losses import targets
from playground.train.optimizers import state_names
from playground.train.schedules import rates
from playground.train.state import TrainState

Sums = NDArray[np.float64]

WIDEST = 128
"""Units of the widest layer up to which the compiled loop is the faster backend on a CPU.

Measured with three such layers, one thread: 1.2 to 2.4 times as fast at 128 units and batches of
10 to 350, level at about 200.
"""

SCORING_WORK = 10**7
"""Multiplications up to which scoring all samples is faster so than by torch, on one thread.

Measured with two and three layers of 8 to 128 units, all activations, 500 and 5,000 samples: 1.2 to
20 times as fast below it, level about there.
"""

A_SINE = 100
"""The cost, in multiplications, of the one activation that has no vector instructions."""

ACTIVATION_NUMBERS = {
    name: row.compiled for name, row in ACTIVATIONS.items() if row.compiled is not None
}
"""The activations that the compiled loop knows, and their numbers there."""


def suits(spec: Spec, program: Program) -> bool:
    """Tell whether the compiled loop can train this, and is the faster way to."""
    training = spec.training
    update = optimizers.kind_of(training.optimizer).compiled
    plain = TrainingSpec(
        loss=training.loss,
        optimizer=training.optimizer,
        learning_rate=training.learning_rate,
        schedule=training.schedule,
        batch_size=training.batch_size,
        l1=training.l1,
        l2=training.l2,
    )
    return (
        training == plain
        and losses.kind_of(training.loss).compiled is not None
        and update is not None
        and update.knows(training.optimizer)
        and program.trainable is None
        and program.factors is None
        and program.shapes[-1].activation == "identity"
        and all(_is_plain(shape) for shape in program.shapes)
    )


def _is_plain(shape: LayerShape) -> bool:
    return (
        shape.kind == "dense"
        and not shape.joins
        and not shape.flatten
        and shape.units <= WIDEST
        and shape.inputs[0] <= WIDEST
        and shape.activation in ACTIVATION_NUMBERS
    )


@cache
def compiled() -> tuple[Callable[..., int], Callable[..., None]]:
    """Compile the loops that step and that score, or load them from the cache (9 s, or 0.3).

    The compiler itself is imported only here: who trains on a graphics card has no use for it.
    """
    from playground.train import kernel, score_kernel

    for loop, signature in (
        (kernel.steps, kernel.SIGNATURE),
        (score_kernel.tally, score_kernel.SIGNATURE),
    ):
        if not loop.signatures:
            loop.compile(signature)
    return kernel.steps, score_kernel.tally


class DenseBackend:
    """One spec's data and settings in the kernel's form. Holds its own copies of the data.

    The first `train` samples of the data train the network.
    """

    def __init__(
        self, spec: Spec, program: Program, x_NF: Tensor, labels_N: Tensor, train: int
    ) -> None:
        self._steps, self._tally = compiled()
        training = spec.training
        shapes = program.shapes
        optimizer = training.optimizer
        self._spec, self._shapes = spec, shapes
        update = optimizers.kind_of(optimizer).compiled
        compiled_loss = losses.kind_of(training.loss).compiled
        assert update is not None, "see `suits`"
        assert compiled_loss is not None, "see `suits`"
        self._names = state_names(optimizer)
        self._network = (
            np.array([shapes[0].inputs[0], *(shape.units for shape in shapes)], dtype=np.int64),
            np.array([ACTIVATION_NUMBERS[shape.activation] for shape in shapes], dtype=np.int64),
        )
        self._settings = (
            compiled_loss.number,
            np.float32(compiled_loss.delta(training.loss)),
            update.number,
            np.array(update.settings(optimizer), dtype=np.float64),
            np.float32(training.l1),
            np.float32(training.l2),
        )
        self._data = (_columns(x_NF), _columns(_matrix(spec, labels_N)))
        self._ends = np.array([0, train, len(x_NF)], dtype=np.int64)
        self.scores = len(x_NF) * sum(map(_work, shapes)) <= SCORING_WORK
        """Whether `tally` is the faster way."""

    def run(self, state: TrainState, batches: Batches) -> ChunkResult:
        """Make the batches' steps on the state's tensors and add them to its bucket; its counters are the caller's matter."""
        count = len(batches.starts) - 1
        schedule = rates(self._spec.training, state.step, count) * state.plateau.factor
        made, loss, gradient = self._call(state, batches, schedule, state.bucket)
        state.bucket.steps += made
        return ChunkResult(made, loss, gradient, failed=made < count)

    def gradient(self, state: TrainState, batch: Batches) -> Tensor:
        """Return that of the one batch [P], with the penalty's. Changes nothing."""
        unused = Bucket()
        unused.fit(tuple(shape.id for shape in self._shapes))
        return self._call(state, batch, np.empty(0), unused)[2]

    def tally(self, parameters: Tensor, rows: slice) -> Sums:
        """Sum up losses, and squared errors or the number told right, of those of the samples.

        Returns float64 [2, 2] for parameters [P], a row each for the samples that train and those that test.
        """
        sums = np.zeros((2, 2))
        self._tally(
            *self._network,
            *self._settings[:2],
            self._spec.data.task == "regression",
            *self._data,
            np.minimum(np.maximum(self._ends, rows.start), rows.stop),
            parameters.numpy(),
            sums,
        )
        return sums

    def _call(
        self,
        state: TrainState,
        batches: Batches,
        schedule: NDArray[np.float64],
        bucket: Bucket,
    ) -> tuple[int, float, Tensor]:
        # The kernel writes a column a layer there, and looks at no bounds.
        assert bucket.figures.shape[1] > len(self._shapes), "the bucket is of another network"
        gradient = torch.zeros_like(state.parameters)
        loss = np.zeros(1)
        vectors = [state.optimizer_state[name].numpy() for name in self._names]
        # A vector that the optimizer has not: the kernel writes zeros there.
        vectors += [np.empty(len(gradient), dtype=np.float32)] * (2 - len(vectors))
        made = self._steps(
            *self._network,
            *self._settings,
            *self._data,
            batches.indices,
            batches.starts,
            schedule,
            state.updates,
            state.parameters.numpy(),
            *vectors,
            gradient.numpy(),
            loss,
            bucket.figures,
        )
        return made, float(loss[0]), gradient


def _work(shape: LayerShape) -> int:
    return multiplications(shape) + A_SINE * shape.units * (shape.activation == "sine")


def _matrix(spec: Spec, labels_N: Tensor) -> Tensor:
    """Return the targets of labels [N] as float32 [N, O]; classes as one-hot rows."""
    goal = targets(spec, labels_N)
    if goal.dtype == torch.int64:
        goal = torch.nn.functional.one_hot(goal, spec.outputs)
    return goal.to(torch.float32)


def _columns(matrix: Tensor) -> NDArray[np.float32]:
    """Return the transpose [F, N] of [N, F] as rows in memory, the order that the kernel reads."""
    return np.ascontiguousarray(matrix.numpy().T)
