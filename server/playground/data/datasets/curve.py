"""A curve over one input."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from playground.data.datasets.base import drawn
from playground.data.drawing import Drawn, Floats, noisy
from playground.spec.data import DataSpec
from playground.spec.datasets.base import DOMAIN


def curve_mean(x: Floats) -> Floats:
    """Give the f of `curve` at x [N]: 0.8 sin x + 0.2 sin 3x, within [-1, 1]."""
    return 0.8 * np.sin(x) + 0.2 * np.sin(3 * x)


def curve(spec: DataSpec, rng: Generator) -> Drawn:
    """Draw one input x, uniform in [-6, 6]; the target is normal about curve_mean(x).

    Its standard deviation is TARGET_NOISE · noise, the same at every x.
    """
    inputs = rng.uniform(*DOMAIN, (spec.samples, 1))
    return inputs, noisy(curve_mean(inputs[:, 0]), spec, rng)


SOURCE = drawn(curve)
