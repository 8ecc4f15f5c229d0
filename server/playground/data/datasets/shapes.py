"""Discs, squares, triangles, crosses and rings."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.random import Generator

from playground.data.datasets._pictures import Frame, Lengths, box, coverage, framed, with_noise
from playground.data.datasets.base import drawn
from playground.data.drawing import Drawn, class_labels
from playground.spec.data import DataSpec


def shapes(spec: DataSpec, rng: Generator) -> Drawn:
    """Draw a disc, square, triangle, cross or ring, by class.

    Each fits a circle of a quarter of the side, so none is cut off. All but the triangle are
    nearly of one area: brightness alone does not tell them apart.
    """
    labels = class_labels(spec)
    frame = framed(spec, np.zeros(spec.size), np.pi, rng)
    distance = np.empty_like(frame.x)
    for label, figure in enumerate(SHAPES[: spec.classes]):
        rows = labels == label
        distance[rows] = figure(Frame(frame.x[rows], frame.y[rows]), spec.image_size / 4)
    return with_noise(coverage(distance), spec, rng), labels


def _disc(frame: Frame, size: float) -> Lengths:
    return np.hypot(frame.x, frame.y) - 0.8 * size


def _square(frame: Frame, size: float) -> Lengths:
    return box(frame, 0.7 * size, 0.7 * size)


def _triangle(frame: Frame, size: float) -> Lengths:
    """Equilateral, a corner up: the three sides are half of `size` from the middle."""
    slanted = np.abs(frame.x) * np.float32(np.sqrt(0.75)) + frame.y / 2
    distance: Lengths = np.maximum(slanted, -frame.y) - 0.5 * size
    return distance


def _cross(frame: Frame, size: float) -> Lengths:
    wide, high = box(frame, 0.95 * size, 0.3 * size), box(frame, 0.3 * size, 0.95 * size)
    distance: Lengths = np.minimum(wide, high)
    return distance


def _ring(frame: Frame, size: float) -> Lengths:
    return np.abs(np.hypot(frame.x, frame.y) - 0.75 * size) - 0.21 * size


SHAPES: tuple[Callable[[Frame, float], Lengths], ...] = (_disc, _square, _triangle, _cross, _ring)
"""By class: the signed distance in pixels [N, H, W], negative inside; `size` in pixels."""


SOURCE = drawn(shapes)
