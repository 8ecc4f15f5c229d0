"""Two clouds, by the formula of TensorFlow Playground."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from playground.data.datasets._tensorflow import classes, first_half
from playground.data.datasets.base import drawn
from playground.data.drawing import Drawn
from playground.spec.data import DataSpec


def tf_gauss(spec: DataSpec, rng: Generator) -> Drawn:
    """Draw about (2, 2), class 1, and (-2, -2), class 0; normal, of variance 0.5 at noise 0, 4 at 0.5."""
    positive = first_half(spec)
    deviation = np.sqrt(0.5 + 7.0 * spec.noise)
    centers = np.where(positive, 2.0, -2.0)[:, None]
    return centers + deviation * rng.standard_normal((spec.samples, 2)), classes(positive)


SOURCE = drawn(tf_gauss)
