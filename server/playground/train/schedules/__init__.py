"""The table of learning-rate schedules: pure functions of the step, one module a kind. No torch."""

from __future__ import annotations

import numpy as np

from playground.spec.folder import read_folder
from playground.spec.training import TrainingSpec
from playground.train.schedules.base import Floats, Schedule

SCHEDULES: dict[str, Schedule] = read_folder(__name__, __path__, Schedule, "SCHEDULE")


def rates(training: TrainingSpec, start: int, count: int) -> Floats:
    """Return the learning rates of the `count` steps from `start` on, float64 [count].

    Those of a kind that hears losses are still to be multiplied by `Plateau.factor`.
    """
    steps = np.arange(start, start + count, dtype=np.float64)
    schedule = training.schedule
    return training.learning_rate * SCHEDULES[schedule.kind].factor(schedule, steps)
