"""The six data sets of TensorFlow Playground, by the formulas of its `dataset.ts`.

Formulas: the file src/dataset.ts of the repository tensorflow/playground. The random numbers are
ours, so a link from there opens the same set and not the same points.

`noise` here is the generators' own: what that page shows as a percentage from 0 to 50 in steps
of 5, divided by 100. Above its 0.5 the formulas go on as they are. There noise does not move a
point of `tf_circle`, `tf_xor` and the two regressions: it moves the place whose label the point
gets. Its label -1 is our class 0, and +1 our class 1.

Noise can carry points of `tf_gauss` out of the square that pictures show; they stay there, as on
that page.
"""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from playground.data.drawing import ClassLabels, Floats
from playground.spec.data import DataSpec

RADIUS = 5.0
"""The radius of the circle and the spiral, and half a side of the exclusive or's square."""

REGRESSION_RADIUS = 6.0
"""Half a side of the regressions' square."""


def first_half(spec: DataSpec) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Mark the first half of the points [N] as true, the larger one of an odd number."""
    return np.arange(spec.samples) < spec.samples / 2


def classes(positive: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> ClassLabels:
    return positive.astype(np.int64)


def clockwise(radius: Floats, angle: Floats) -> Floats:
    """Place points [N, 2], the angle counted from the x2 axis towards the x1 axis, as there."""
    return np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)


def square(half: float, spec: DataSpec, rng: Generator) -> Floats:
    return rng.uniform(-half, half, (spec.samples, 2))


def regression(spec: DataSpec, rng: Generator) -> tuple[Floats, Floats]:
    """Draw points [N, 2] uniform in the square, and those whose targets they get."""
    points = square(REGRESSION_RADIUS, spec, rng)
    return points, points + square(REGRESSION_RADIUS, spec, rng) * spec.noise
