"""Draw two arms, by the formula of TensorFlow Playground."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from playground.data.datasets._tensorflow import RADIUS, classes, clockwise, first_half, square
from playground.data.datasets.base import drawn
from playground.data.drawing import Drawn
from playground.spec.data import DataSpec


def tf_spiral(spec: DataSpec, rng: Generator) -> Drawn:
    """Draw two arms of 1.75 turns out to radius 5, evenly spaced along the angle.

    Each coordinate is then moved by uniform(-1, 1) · noise.
    """
    positive = first_half(spec)
    first = np.count_nonzero(positive)
    number = np.concatenate([np.arange(first), np.arange(spec.samples - first)])
    along = number / (spec.samples / 2)
    angle = 1.75 * 2 * np.pi * along + np.where(positive, 0.0, np.pi)
    points = clockwise(RADIUS * along, angle)
    return points + square(1.0, spec, rng) * spec.noise, classes(positive)


SOURCE = drawn(tf_spiral)
