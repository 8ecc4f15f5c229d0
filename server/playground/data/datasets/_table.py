"""The tables that ship with scikit-learn: iris, wine, breast cancer and diabetes.

Inputs are standardized columns: less the mean, divided by the standard deviation, both of the
*training* rows alone, since test rows stand for what is not known yet. A column that is constant
there is divided by 1. The target of `diabetes` (a measure of the disease's progress within a year) is
standardized in the same way, so its errors are in standard deviations.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from playground.data.datasets.base import Source, drawn
from playground.data.drawing import ClassLabels, Drawn, Floats, some_of_each_class
from playground.data.points import Units
from playground.spec.data import DataSpec

Rows = tuple[Floats, ClassLabels | Floats]
"""A whole table: values [N, F] in the order of the kind's columns, and classes or numbers [N]."""


def table(read: Callable[[], tuple[Floats, Floats]]) -> Source:
    """Make a source of the rows that are read once."""

    @lru_cache(maxsize=1)
    def rows(regression: bool) -> Rows:
        values, targets = read()
        labels = targets if regression else targets.astype(np.int64)
        for array in (values, labels):
            array.setflags(write=False)
        return values, labels

    return drawn(
        lambda spec, rng: some_rows(*rows(spec.kind.regression), spec, rng),
        prepare=prepared,
        measure=units_of,
    )


def some_rows(
    values: Floats, targets: ClassLabels | Floats, spec: DataSpec, rng: Generator
) -> Drawn:
    """Take `size` rows as they are, each class in its share, the later classes left out."""
    if not spec.kind.regression:
        first = targets < spec.classes
        values, targets = values[first], targets[first]
    rows = some_of_each_class(targets, spec.size, rng)
    return values[rows], targets[rows]


def prepared(
    spec: DataSpec, values: NDArray[np.floating], targets: ClassLabels | Floats, rng: Generator
) -> Drawn:
    """Standardise columns [N, F] by the first `train_samples` rows, and give those chosen with noise.

    `noise` is the standard deviation of what is added, in the columns' own.
    """
    noise = rng.standard_normal(values.shape)
    inputs = standardize(values, spec.train_samples) + spec.noise * noise
    chosen = chosen_columns(spec)
    if spec.kind.regression:
        targets = standardize(targets, spec.train_samples)
    return inputs[:, chosen], targets


def chosen_columns(spec: DataSpec) -> list[int]:
    """Find the places in the table of the columns that are inputs."""
    return [spec.kind.columns.index(name) for name in spec.input_names]


def units_of(spec: DataSpec, values: NDArray[np.floating], targets: ClassLabels | Floats) -> Units:
    """Find the way back from what `prepared` gives of columns [N, F]."""
    zero, scale = moments(values, spec.train_samples)
    chosen = chosen_columns(spec)
    if not spec.kind.regression:
        return Units(zero[chosen], scale[chosen])
    label_zero, label_scale = moments(targets, spec.train_samples)
    return Units(zero[chosen], scale[chosen], float(label_zero), float(label_scale))


def moments(values: NDArray[Any], train: int) -> tuple[Floats, Floats]:
    """Find mean and deviation along the first axis of the first `train` rows; 1 where they are one."""
    deviation = values[:train].std(axis=0)
    return values[:train].mean(axis=0), np.where(deviation > 0, deviation, 1)


def standardize(values: NDArray[Any], train: int) -> Floats:
    """Standardise along the first axis, by the moments of the first `train` rows."""
    mean, deviation = moments(values, train)
    scaled: Floats = (values - mean) / deviation
    return scaled
