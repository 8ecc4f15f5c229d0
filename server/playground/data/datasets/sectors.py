"""Slices of a round cake."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from playground.data.datasets.base import drawn
from playground.data.drawing import Drawn, class_labels, perturb, polar
from playground.spec.data import DataSpec


def sectors(spec: DataSpec, rng: Generator) -> Drawn:
    """Draw a slice a class of a round cake of radius 5.4, counter-clockwise.

    Gaps are a tenth of one.
    """
    labels = class_labels(spec)
    radius = np.sqrt(rng.uniform(0.6**2, 5.4**2, spec.samples))
    within = 0.05 + 0.9 * rng.uniform(size=spec.samples)
    clean = polar(radius, 2 * np.pi * (labels + within) / spec.classes)
    return perturb(clean, 1.0, spec, rng), labels


SOURCE = drawn(sectors)
