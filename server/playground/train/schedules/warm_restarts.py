"""Cosines down, with restarts."""

from __future__ import annotations

import numpy as np

from playground.spec.schedules.warm_restarts import WarmRestarts
from playground.train.schedules.base import Floats, Schedule, anneal


def factor(settings: WarmRestarts, steps: Floats) -> Floats:
    """Return the factors [K] at these steps [K]: Loshchilov & Hutter (2017), eq. 5.

    A restart's own step has the full rate again.
    """
    starts, lengths = [0], [settings.period]
    last = steps.max(initial=0)
    if settings.multiplier == 1:
        return anneal(1.0, settings.floor, np.mod(steps, settings.period) / settings.period)
    while starts[-1] + lengths[-1] <= last:
        starts.append(starts[-1] + lengths[-1])
        lengths.append(lengths[-1] * settings.multiplier)
    run = np.searchsorted(np.array(starts), steps, side="right") - 1
    part = (steps - np.array(starts)[run]) / np.array(lengths)[run]
    return anneal(1.0, settings.floor, part)


SCHEDULE = Schedule(factor)
