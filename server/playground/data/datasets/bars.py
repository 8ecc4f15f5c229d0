"""Bars of four orientations."""

from __future__ import annotations

from numpy.random import Generator

from playground.data.datasets._pictures import ORIENTATION_STEP, box, coverage, framed, with_noise
from playground.data.datasets.base import drawn
from playground.data.drawing import Drawn, class_labels
from playground.spec.data import DataSpec


def bars(spec: DataSpec, rng: Generator) -> Drawn:
    """Draw a bright bar, 0.6 sides long and 0.14 wide; the class is its orientation, as of `edges`."""
    labels = class_labels(spec)
    frame = framed(spec, labels * ORIENTATION_STEP, ORIENTATION_STEP / 2, rng)
    side = spec.image_size
    pixels = coverage(box(frame, 0.3 * side, 0.07 * side))
    return with_noise(pixels, spec, rng), labels


SOURCE = drawn(bars)
