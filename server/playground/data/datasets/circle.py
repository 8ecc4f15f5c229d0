"""A disc in a ring, after `dataset.ts` of TensorFlow Playground in outline."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from playground.data.datasets.base import drawn
from playground.data.drawing import Drawn, class_labels, perturb, polar
from playground.spec.data import DataSpec


def circle(spec: DataSpec, rng: Generator) -> Drawn:
    """Draw class 1 in a disc of radius 2.5, class 0 in a ring from 3.5 to 5."""
    labels = class_labels(spec)
    part = rng.uniform(size=spec.samples)
    radius = np.where(labels == 1, 2.5 * np.sqrt(part), 3.5 + 1.5 * part)
    clean = polar(radius, rng.uniform(0, 2 * np.pi, spec.samples))
    return perturb(clean, 1.2, spec, rng), labels


SOURCE = drawn(circle)
