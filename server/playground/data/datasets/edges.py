"""Soft edges of four orientations."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from playground.data.datasets._pictures import ORIENTATION_STEP, framed, with_noise
from playground.data.datasets.base import drawn
from playground.data.drawing import Drawn, class_labels
from playground.spec.data import DataSpec


def edges(spec: DataSpec, rng: Generator) -> Drawn:
    """Draw a soft step from dark to bright along a line; the class is the line's orientation.

    The line is turned from — by 45° a class, counter-clockwise. Either side may be the bright one.
    """
    labels = class_labels(spec)
    bright_side = rng.choice(np.array([-1, 1], dtype=np.float32), spec.size)[:, None, None]
    frame = framed(spec, labels * ORIENTATION_STEP, ORIENTATION_STEP / 2, rng)
    softness = spec.image_size / 16
    pixels = 0.5 + 0.5 * np.tanh(bright_side * frame.y / softness)
    return with_noise(pixels, spec, rng), labels


SOURCE = drawn(edges)
