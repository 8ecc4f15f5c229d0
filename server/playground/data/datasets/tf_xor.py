"""The exclusive or, by the formula of TensorFlow Playground."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from playground.data.datasets._tensorflow import RADIUS, classes, square
from playground.data.datasets.base import drawn
from playground.data.drawing import Drawn
from playground.spec.data import DataSpec


def tf_xor(spec: DataSpec, rng: Generator) -> Drawn:
    """Draw inputs uniform in (-5, 5)² and then 0.3 away from both axes.

    Class 1 where the point, moved by uniform(-5, 5) · noise along both axes, has signs that agree.
    """
    points = square(RADIUS, spec, rng)
    points += np.where(points > 0, 0.3, -0.3)
    judged = points + square(RADIUS, spec, rng) * spec.noise
    return points, classes(judged.prod(axis=1) >= 0)


SOURCE = drawn(tf_xor)
