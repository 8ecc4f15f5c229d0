"""Exponential decay."""

from __future__ import annotations

from playground.spec.schedules.exponential import ExponentialDecay
from playground.train.schedules.base import Floats, Schedule


def factor(settings: ExponentialDecay, steps: Floats) -> Floats:
    """Return the factors [K] at these steps [K]."""
    return settings.factor**steps


SCHEDULE = Schedule(factor)
