"""Round clouds on a circle."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from playground.data.datasets.base import drawn
from playground.data.drawing import Drawn, class_labels, inside, polar
from playground.spec.data import DataSpec


def gaussians(spec: DataSpec, rng: Generator) -> Drawn:
    """Draw one round cloud a class, centered on a circle of radius 3.2; standard deviation 0.4 to 1.6."""
    labels = class_labels(spec)
    centers = polar(np.full(spec.samples, 3.2), np.pi / 4 + 2 * np.pi * labels / spec.classes)
    spread = (0.4 + 1.2 * spec.noise) * rng.standard_normal((spec.samples, 2))
    return inside(centers + spread), labels


SOURCE = drawn(gaussians)
