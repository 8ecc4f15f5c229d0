"""Up once and down again."""

from __future__ import annotations

import numpy as np

from playground.spec.schedules.one_cycle import OneCycle
from playground.train.schedules.base import Floats, Schedule, anneal

START, END = 1 / 25, 1 / 250_000
"""Factors at the start and the end of one cycle: torch's div_factor 25 and final_div_factor 1e4."""


def factor(settings: OneCycle, steps: Floats) -> Floats:
    """Return the factors [K] at these steps [K]: Smith & Topin (2019), with cosines.

    It holds its last value after `total` steps.
    """
    last = settings.total - 1.0
    top = settings.warm_up * settings.total - 1.0
    steps = np.minimum(steps, last)
    # With a warm-up below one step, `top` is not positive and every step lies on the way down.
    up = anneal(START, 1.0, steps / top) if top > 0 else np.ones_like(steps)
    down = anneal(1.0, END, (steps - top) / (last - top))
    return np.where(steps <= top, up, down)


SCHEDULE = Schedule(factor)
