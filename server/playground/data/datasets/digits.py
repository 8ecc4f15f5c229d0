"""The handwritten digits that ship with scikit-learn."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.random import Generator

from playground.data import sklearn_files
from playground.data.datasets._pictures import Pixels, with_noise
from playground.data.datasets.base import drawn
from playground.data.drawing import ClassLabels, Drawn, some_of_each_class
from playground.spec.data import DataSpec


def digits(spec: DataSpec, rng: Generator) -> Drawn:
    """Take, of the first `classes` digits, `size` pictures of 8 × 8, each digit in its share."""
    images, labels = _digits()
    first = labels < spec.classes
    images, labels = images[first], labels[first]
    rows = some_of_each_class(labels, spec.size, rng)
    return with_noise(images[rows], spec, rng), labels[rows]


@lru_cache(maxsize=1)
def _digits() -> tuple[Pixels, ClassLabels]:
    """Read all 1,797 pictures [N, 8, 8] in [0, 1], and their digits."""
    found, digit = sklearn_files.digits()
    images, labels = (found / 16).astype(np.float32), digit.astype(np.int64)
    for values in (images, labels):
        values.setflags(write=False)
    return images, labels


SOURCE = drawn(digits)
