"""The inverse of the time."""

from __future__ import annotations

from playground.spec.schedules.inverse_time import InverseTime
from playground.train.schedules.base import Floats, Schedule


def factor(settings: InverseTime, steps: Floats) -> Floats:
    """Return the factors [K] at these steps [K].

    Robbins & Monro (1951): rates of this form let the noise of the batches average out.
    """
    return 1 / (1 + steps / settings.scale)


SCHEDULE = Schedule(factor)
