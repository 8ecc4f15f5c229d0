"""The exclusive or: four squares, after `dataset.ts` of TensorFlow Playground in outline."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from playground.data.datasets.base import drawn
from playground.data.drawing import Drawn, class_labels, perturb
from playground.spec.data import DataSpec


def xor(spec: DataSpec, rng: Generator) -> Drawn:
    """Draw class 1 where both inputs have one sign; a gap of 0.3 along the axes at noise 0."""
    labels = class_labels(spec)
    size = rng.uniform(0.3, 5.0, (spec.samples, 2))
    sign = rng.choice([-1.0, 1.0], spec.samples)
    clean = np.stack([sign * size[:, 0], sign * size[:, 1] * (2 * labels - 1)], axis=1)
    return perturb(clean, 1.5, spec, rng), labels


SOURCE = drawn(xor)
