"""A disc within a ring, by the formula of TensorFlow Playground."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from playground.data.datasets._tensorflow import RADIUS, classes, clockwise, first_half, square
from playground.data.datasets.base import drawn
from playground.data.drawing import Drawn
from playground.spec.data import DataSpec


def tf_circle(spec: DataSpec, rng: Generator) -> Drawn:
    """Draw half the points within radius 2.5, half from 3.5 to 5, uniform in the radius.

    Class 1 where the point, moved by uniform(-5, 5) · noise along both axes, is within 2.5.
    """
    within = first_half(spec)
    low = np.where(within, 0.0, 0.7 * RADIUS)
    high = np.where(within, 0.5 * RADIUS, RADIUS)
    points = clockwise(rng.uniform(low, high), rng.uniform(0, 2 * np.pi, spec.samples))
    judged = points + square(RADIUS, spec, rng) * spec.noise
    return points, classes(np.hypot(*judged.T) < 0.5 * RADIUS)


SOURCE = drawn(tf_circle)
