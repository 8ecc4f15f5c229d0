"""The rate as it is set."""

from __future__ import annotations

import numpy as np

from playground.spec.schedules.constant import Constant
from playground.train.schedules.base import Floats, Schedule


def factor(_: Constant, steps: Floats) -> Floats:
    """Return 1 at each of the steps [K]."""
    return np.ones_like(steps)


SCHEDULE = Schedule(factor)
