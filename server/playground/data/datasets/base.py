"""A row of the table of data sets: how its samples are drawn or read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from playground.data.drawing import Draw, Drawn
from playground.data.points import Points, Units
from playground.data.randomness import Purpose, stream
from playground.spec.data import DataSpec

Order = Callable[[DataSpec, Generator], NDArray[np.intp]]
Prepare = Callable[[DataSpec, NDArray[Any], NDArray[Any], Generator], Drawn]
Measure = Callable[[DataSpec, NDArray[Any], NDArray[Any]], Units]


def _is_never_streamed(spec: DataSpec) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Source:
    """`load` gives all samples, `sample` up to so many where they may be more than fit.

    A set that `is_streamed` is trained on from the disk. All may raise `SpecProblem` for a file
    that is gone.
    """

    load: Callable[[DataSpec], Points]
    sample: Callable[[DataSpec, int], Points] | None = None
    is_streamed: Callable[[DataSpec], bool] = _is_never_streamed


def shuffled(spec: DataSpec, rng: Generator) -> NDArray[np.intp]:
    """Order the rows of what was drawn, int64 [N]: first those that train, then those that test."""
    return rng.permutation(spec.size)


def drawn(
    draw: Draw,
    order: Order = shuffled,
    prepare: Prepare | None = None,
    measure: Measure | None = None,
) -> Source:
    """Make a source of samples drawn in memory, put in order, and prepared once they are split.

    `measure` finds the units of what is there before it is prepared.
    """

    def load(spec: DataSpec) -> Points:
        inputs, labels = draw(spec, stream(spec.seed, Purpose.DRAW))
        rows = order(spec, stream(spec.seed, Purpose.SHUFFLE))
        inputs, labels = inputs[rows], labels[rows]
        units = None if measure is None else measure(spec, inputs, labels)
        if prepare is not None:
            inputs, labels = prepare(spec, inputs, labels, stream(spec.seed, Purpose.NOISE))
        inputs = inputs.astype(np.float32, copy=False)
        if spec.kind.regression:
            return Points(inputs, labels.astype(np.float32), spec.train_samples, units)
        return Points(inputs, labels.astype(np.int64), spec.train_samples, units)

    return Source(load)
