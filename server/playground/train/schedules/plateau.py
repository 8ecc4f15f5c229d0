"""Lower whenever the loss has stopped falling, by the losses of epochs."""

from __future__ import annotations

import numpy as np

from playground.spec.schedules.plateau import ReduceOnPlateau
from playground.train.schedules.base import Floats, Plateau, Schedule


def factor(_: ReduceOnPlateau, steps: Floats) -> Floats:
    """Return 1 at each of the steps [K]: what losses make of the rate is multiplied in later."""
    return np.ones_like(steps)


def after(memory: Plateau, settings: ReduceOnPlateau, loss: float) -> Plateau:
    """Return the memory after one more epoch; a loss that is not a number is no better than any."""
    if loss < memory.best * (1 - settings.threshold):
        return Plateau(loss, 0, memory.factor)
    if memory.waited < settings.patience:
        return Plateau(memory.best, memory.waited + 1, memory.factor)
    return Plateau(memory.best, 0, max(memory.factor * settings.factor, settings.floor))


SCHEDULE = Schedule(factor, after)
