"""A board of squares."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from playground.data.datasets.base import drawn
from playground.data.drawing import Drawn, class_labels, perturb
from playground.spec.data import DataSpec


def checkerboard(spec: DataSpec, rng: Generator) -> Drawn:
    """Draw four by four squares of side 2.5; neighbors belong to different classes."""
    labels = class_labels(spec)
    row = rng.integers(0, 4, spec.samples)
    column = 2 * rng.integers(0, 2, spec.samples) + (row + labels) % 2
    corner = np.stack([column, row], axis=1) - 2.0
    clean = 2.5 * (corner + rng.uniform(size=(spec.samples, 2)))
    return perturb(clean, 0.8, spec, rng), labels


SOURCE = drawn(checkerboard)
