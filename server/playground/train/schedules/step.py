"""Steps down, all alike."""

from __future__ import annotations

import numpy as np

from playground.spec.schedules.step import StepDecay
from playground.train.schedules.base import Floats, Schedule


def factor(settings: StepDecay, steps: Floats) -> Floats:
    """Return the factors [K] at these steps [K]."""
    return settings.factor ** np.floor(steps / settings.every)


SCHEDULE = Schedule(factor)
