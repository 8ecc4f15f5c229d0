"""Intertwined arms, after `dataset.ts` of TensorFlow Playground in outline."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from playground.data.datasets.base import drawn
from playground.data.drawing import Drawn, class_labels, perturb, polar
from playground.spec.data import DataSpec


def spiral(spec: DataSpec, rng: Generator) -> Drawn:
    """Draw one arm a class; the turns shrink with the arms, so that the gaps stay alike."""
    labels = class_labels(spec)
    along = rng.uniform(0.02, 1.0, spec.samples)
    turns = 3.5 / spec.classes
    angle = 2 * np.pi * (turns * along + labels / spec.classes)
    return perturb(polar(5 * along, angle), 0.6, spec, rng), labels


SOURCE = drawn(spiral)
