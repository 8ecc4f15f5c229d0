"""Points that the user painted on the plane: as they are, whatever the noise."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from playground.data.datasets.base import drawn
from playground.data.drawing import Drawn
from playground.spec.data import DataSpec


def painted(spec: DataSpec, rng: Generator) -> Drawn:
    """Give the painted points [N, 2] and labels [N]: nothing is drawn at random."""
    points = np.array(spec.painted, dtype=np.float64).reshape(-1, 3)
    return points[:, :2], points[:, 2].astype(np.int64)


def order(spec: DataSpec, rng: Generator) -> NDArray[np.intp]:
    """Draw a random order [N] in which points painted later find their places among those before.

    So one more point leaves the others as they were, but for at most one that changes from
    training to testing or back. A permutation would be another one altogether.
    """
    rows = np.argsort(rng.random(spec.size), kind="stable")
    return np.tile(rows, 2) if spec.tests_what_it_trains else rows


SOURCE = drawn(painted, order)
