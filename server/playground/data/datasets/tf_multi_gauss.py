"""Draw six cones, by the formula of TensorFlow Playground."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from playground.data.datasets._bumps import BUMPS
from playground.data.datasets._tensorflow import regression
from playground.data.datasets.base import drawn
from playground.data.drawing import Drawn, Floats
from playground.spec.data import DataSpec


def tf_multi_gauss(spec: DataSpec, rng: Generator) -> Drawn:
    """Draw six cones of height ±1 and radius 2, where they overlap the one of largest absolute value.

    Taken at the point moved by uniform(-6, 6) · noise along both axes.
    """
    points, judged = regression(spec, rng)
    return points, cones(judged)


def cones(points: Floats) -> Floats:
    """Give the target of `tf_multi_gauss` [N] at points [N, 2]. A tie falls to the earlier centre."""
    distance = np.hypot(*np.moveaxis(points[:, None] - BUMPS[:, :2], 2, 0))
    values = BUMPS[:, 2] * np.clip(1 - distance / 2, 0, 1)
    strongest = np.abs(values).argmax(axis=1)
    picked: Floats = np.take_along_axis(values, strongest[:, None], axis=1)[:, 0]
    return picked


SOURCE = drawn(tf_multi_gauss)
