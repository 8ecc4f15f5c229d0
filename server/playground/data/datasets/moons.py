"""Draw two half circles."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from playground.data.datasets.base import drawn
from playground.data.drawing import Drawn, class_labels, perturb, polar
from playground.spec.data import DataSpec


def moons(spec: DataSpec, rng: Generator) -> Drawn:
    """Draw two half circles of radius 3, each reaching into the other."""
    labels = class_labels(spec)
    angle = rng.uniform(0, np.pi, spec.samples)
    upper = polar(np.full(spec.samples, 3.0), angle) + np.array([-1.5, -0.75])
    clean = np.where(labels[:, None] == 0, upper, -upper)
    return perturb(clean, 1.0, spec, rng), labels


SOURCE = drawn(moons)
