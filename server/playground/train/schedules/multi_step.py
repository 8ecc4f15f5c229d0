"""Steps down at milestones."""

from __future__ import annotations

import numpy as np

from playground.spec.schedules.multi_step import MultiStep
from playground.train.schedules.base import Floats, Schedule


def factor(settings: MultiStep, steps: Floats) -> Floats:
    """Return the factors [K] at these steps [K].

    A milestone's own step is the first with the lower rate.
    """
    passed = np.searchsorted(np.array(settings.milestones), steps, side="right")
    return settings.factor ** passed.astype(np.float64)


SCHEDULE = Schedule(factor)
