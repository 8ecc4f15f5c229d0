"""Half a cosine down, and back up."""

from __future__ import annotations

from playground.spec.schedules.cosine import Cosine
from playground.train.schedules.base import Floats, Schedule, anneal


def factor(settings: Cosine, steps: Floats) -> Floats:
    """Return the factors [K] at these steps [K]: Loshchilov & Hutter (2017), eq. 5, without restarts."""
    return anneal(1.0, settings.floor, steps / settings.period)


SCHEDULE = Schedule(factor)
