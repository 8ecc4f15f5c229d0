"""A number that rises along the diagonal, by the formula of TensorFlow Playground."""

from __future__ import annotations

from numpy.random import Generator

from playground.data.datasets._tensorflow import regression
from playground.data.datasets.base import drawn
from playground.data.drawing import Drawn
from playground.spec.data import DataSpec


def tf_plane(spec: DataSpec, rng: Generator) -> Drawn:
    """Draw inputs uniform in the square; the target is (x1 + x2) / 10 at the point moved.

    It is moved by uniform(-6, 6) · noise along both axes.
    """
    points, judged = regression(spec, rng)
    return points, judged.sum(axis=1) / 10


SOURCE = drawn(tf_plane)
