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
        lambda spec, rng: some_rows(*rows(spec.kind.regression), spec, rng), prepare=prepared
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
    chosen = [spec.kind.columns.index(name) for name in spec.input_names]
    if spec.kind.regression:
        targets = standardize(targets, spec.train_samples)
    return inputs[:, chosen], targets


def standardize(values: NDArray[Any], train: int) -> Floats:
    """Standardise along the first axis, by mean and deviation of the first `train` rows."""
    deviation = values[:train].std(axis=0)
    scaled: Floats = (values - values[:train].mean(axis=0)) / np.where(deviation > 0, deviation, 1)
    return scaled
