"""A power of the part that is left."""

from __future__ import annotations

import numpy as np

from playground.spec.schedules.polynomial import Polynomial
from playground.train.schedules.base import Floats, Schedule


def factor(settings: Polynomial, steps: Floats) -> Floats:
    """Return the factors [K] at these steps [K].

    Liu et al. (2015), section 3.1, have power 0.9; power 1 is a straight line.
    """
    left: Floats = 1 - np.minimum(steps / settings.total, 1)
    return left**settings.power


SCHEDULE = Schedule(factor)
