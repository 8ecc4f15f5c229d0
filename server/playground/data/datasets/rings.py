"""Rings around one another."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from playground.data.datasets.base import drawn
from playground.data.drawing import Drawn, class_labels, perturb, polar
from playground.spec.data import DataSpec


def rings(spec: DataSpec, rng: Generator) -> Drawn:
    """Draw a ring a class around the middle, the first a disc; gaps are a third of a ring's pitch."""
    labels = class_labels(spec)
    pitch = 5.6 / spec.classes
    inner, outer = pitch * labels, pitch * (labels + 2 / 3)
    # Uniform in area: the square of the radius is uniform between those of the edges.
    radius = np.sqrt(inner**2 + (outer**2 - inner**2) * rng.uniform(size=spec.samples))
    clean = polar(radius, rng.uniform(0, 2 * np.pi, spec.samples))
    return perturb(clean, 0.4 * pitch, spec, rng), labels


SOURCE = drawn(rings)
