"""The random numbers of a data set: separate streams of one seed, by what they are for.

So a change in how a set is drawn leaves the split as it was.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.random import Generator, Philox


class Purpose(IntEnum):
    """The numbers are part of what a seed means: they stay."""

    DRAW = 0
    SHUFFLE = 1
    NOISE = 2
    SAMPLE_TRAIN = 3
    SAMPLE_TEST = 4


def stream(seed: int, purpose: Purpose) -> Generator:
    """Make the generator of a seed for one purpose: none depends on what another has drawn."""
    return Generator(Philox(key=np.array([seed, purpose], dtype=np.uint64)))
