"""A straight line up or down: a warm-up."""

from __future__ import annotations

import numpy as np

from playground.spec.schedules.linear import Linear
from playground.train.schedules.base import Floats, Schedule


def factor(settings: Linear, steps: Floats) -> Floats:
    """Return the factors [K] at these steps [K]."""
    part = np.minimum(steps / settings.total, 1)
    return settings.start + (settings.end - settings.start) * part


SCHEDULE = Schedule(factor)
