"""A number that rises evenly along the diagonal."""

from __future__ import annotations

from numpy.random import Generator

from playground.data.datasets.base import drawn
from playground.data.drawing import Drawn, noisy
from playground.spec.data import DataSpec
from playground.spec.datasets.base import DOMAIN


def plane(spec: DataSpec, rng: Generator) -> Drawn:
    """Draw inputs uniform in the square; the target is (x1 + x2) / 12, in [-1, 1].

    Noise of TARGET_NOISE · noise is added to it.
    """
    inputs = rng.uniform(*DOMAIN, (spec.samples, 2))
    return inputs, noisy(inputs.sum(axis=1) / 12, spec, rng)


SOURCE = drawn(plane)
