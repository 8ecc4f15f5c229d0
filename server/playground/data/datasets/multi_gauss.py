"""Six bumps, after `dataset.ts` of TensorFlow Playground in outline."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from playground.data.datasets._bumps import BUMPS
from playground.data.datasets.base import drawn
from playground.data.drawing import Drawn, noisy
from playground.spec.data import DataSpec
from playground.spec.datasets.base import DOMAIN


def multi_gauss(spec: DataSpec, rng: Generator) -> Drawn:
    """Draw inputs uniform in the square; the target is a sum of bumps, and the same noise as `plane`.

    A bump is sign · exp(-d²/2), d the distance from its centre.
    """
    inputs = rng.uniform(*DOMAIN, (spec.samples, 2))
    squares = ((inputs[:, None, :] - BUMPS[None, :, :2]) ** 2).sum(axis=2)
    return inputs, noisy(np.exp(-squares / 2) @ BUMPS[:, 2], spec, rng)


SOURCE = drawn(multi_gauss)
