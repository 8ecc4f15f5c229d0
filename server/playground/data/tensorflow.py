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

from playground.data.drawing import ClassLabels, Draw, Drawn, Floats
from playground.data.toys import BUMPS
from playground.spec.data import DatasetName, DataSpec

RADIUS = 5.0
"""Of the circle and the spiral, and half a side of the exclusive or's square."""

REGRESSION_RADIUS = 6.0
"""Half a side of the regressions' square."""


def tf_circle(spec: DataSpec, rng: Generator) -> Drawn:
    """Half the points within radius 2.5, half from 3.5 to 5, uniform in the radius.

    Class 1 where the point, moved by uniform(-5, 5) · noise along both axes, is within 2.5.
    """
    within = _first_half(spec)
    low = np.where(within, 0.0, 0.7 * RADIUS)
    high = np.where(within, 0.5 * RADIUS, RADIUS)
    points = _clockwise(rng.uniform(low, high), rng.uniform(0, 2 * np.pi, spec.samples))
    judged = points + _square(RADIUS, spec, rng) * spec.noise
    return points, _classes(np.hypot(*judged.T) < 0.5 * RADIUS)


def tf_xor(spec: DataSpec, rng: Generator) -> Drawn:
    """Uniform in (-5, 5)² and then 0.3 away from both axes.

    Class 1 where the point, moved by uniform(-5, 5) · noise along both axes, has signs that agree.
    """
    points = _square(RADIUS, spec, rng)
    points += np.where(points > 0, 0.3, -0.3)
    judged = points + _square(RADIUS, spec, rng) * spec.noise
    return points, _classes(judged.prod(axis=1) >= 0)


def tf_gauss(spec: DataSpec, rng: Generator) -> Drawn:
    """Normal about (2, 2), class 1, and (-2, -2), class 0; variance 0.5 at noise 0, 4 at 0.5."""
    positive = _first_half(spec)
    deviation = np.sqrt(0.5 + 7.0 * spec.noise)
    centres = np.where(positive, 2.0, -2.0)[:, None]
    return centres + deviation * rng.standard_normal((spec.samples, 2)), _classes(positive)


def tf_spiral(spec: DataSpec, rng: Generator) -> Drawn:
    """Two arms of 1.75 turns out to radius 5, evenly spaced along the angle.

    Each coordinate is then moved by uniform(-1, 1) · noise.
    """
    positive = _first_half(spec)
    first = np.count_nonzero(positive)
    number = np.concatenate([np.arange(first), np.arange(spec.samples - first)])
    along = number / (spec.samples / 2)
    angle = 1.75 * 2 * np.pi * along + np.where(positive, 0.0, np.pi)
    points = _clockwise(RADIUS * along, angle)
    return points + _square(1.0, spec, rng) * spec.noise, _classes(positive)


def tf_plane(spec: DataSpec, rng: Generator) -> Drawn:
    """The target is (x1 + x2) / 10 at the point moved by uniform(-6, 6) · noise on both axes."""
    points, judged = _regression(spec, rng)
    return points, judged.sum(axis=1) / 10


def tf_multi_gauss(spec: DataSpec, rng: Generator) -> Drawn:
    """Six cones of height ±1 and radius 2, where they overlap the one of largest absolute value.

    Taken at the point moved by uniform(-6, 6) · noise along both axes.
    """
    points, judged = _regression(spec, rng)
    return points, cones(judged)


def cones(points: Floats) -> Floats:
    """The target of `tf_multi_gauss` at points [N, 2]. A tie falls to the earlier centre."""
    distance = np.hypot(*np.moveaxis(points[:, None] - BUMPS[:, :2], 2, 0))
    values = BUMPS[:, 2] * np.clip(1 - distance / 2, 0, 1)
    strongest = np.abs(values).argmax(axis=1)
    picked: Floats = np.take_along_axis(values, strongest[:, None], axis=1)[:, 0]
    return picked


DATASETS: dict[DatasetName, Draw] = {
    "tf_circle": tf_circle,
    "tf_xor": tf_xor,
    "tf_gauss": tf_gauss,
    "tf_spiral": tf_spiral,
    "tf_plane": tf_plane,
    "tf_multi_gauss": tf_multi_gauss,
}


def _first_half(spec: DataSpec) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """True for the first half of the points, the larger one of an odd number."""
    return np.arange(spec.samples) < spec.samples / 2


def _classes(positive: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> ClassLabels:
    return positive.astype(np.int64)


def _clockwise(radius: Floats, angle: Floats) -> Floats:
    """Points [N, 2], the angle counted from the x2 axis towards the x1 axis, as there."""
    return np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)


def _square(half: float, spec: DataSpec, rng: Generator) -> Floats:
    return rng.uniform(-half, half, (spec.samples, 2))


def _regression(spec: DataSpec, rng: Generator) -> tuple[Floats, Floats]:
    """Points uniform in the square, and those whose targets they get."""
    points = _square(REGRESSION_RADIUS, spec, rng)
    return points, points + _square(REGRESSION_RADIUS, spec, rng) * spec.noise
