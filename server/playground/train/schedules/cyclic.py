"""A triangle wave."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playground.spec.schedules.cyclic import Cyclic
from playground.train.schedules.base import Floats, Schedule


def factor(settings: Cyclic, steps: Floats) -> Floats:
    """Return the factors [K] at these steps [K]: Smith (2017), section 3.

    The way up has period // 2 steps, the way down the rest.
    """
    up = settings.period // 2
    phase = np.mod(steps, settings.period)
    height = np.where(phase <= up, phase / up, (settings.period - phase) / (settings.period - up))
    height = height * HEIGHTS[settings.mode](settings, steps)
    return settings.low + (1 - settings.low) * height


HEIGHTS: dict[str, Callable[[Cyclic, Floats], Floats]] = {
    "triangular": lambda _, steps: np.ones_like(steps),
    "triangular2": lambda settings, steps: 0.5 ** np.floor(steps / settings.period),
    "exp_range": lambda settings, steps: settings.gamma**steps,
}
"""Mode → what the wave's height is multiplied by."""


SCHEDULE = Schedule(factor)
