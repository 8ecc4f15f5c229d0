"""Learning-rate schedules: pure functions of the step, counted from 0. No torch.

Each gives the factor by which the learning rate is multiplied at steps float64 [K].
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.spec.training import (
    Constant,
    Cosine,
    Cyclic,
    ExponentialDecay,
    InverseTime,
    OneCycle,
    StepDecay,
    TrainingSpec,
)

Floats = NDArray[np.float64]


def constant(_: Constant, steps: Floats) -> Floats:
    return np.ones_like(steps)


def step(settings: StepDecay, steps: Floats) -> Floats:
    return settings.factor ** np.floor(steps / settings.every)


def exponential(settings: ExponentialDecay, steps: Floats) -> Floats:
    return settings.factor**steps


def cosine(settings: Cosine, steps: Floats) -> Floats:
    """Loshchilov & Hutter (2017), eq. 5, without restarts."""
    return _anneal(1.0, settings.floor, steps / settings.period)


def inverse_time(settings: InverseTime, steps: Floats) -> Floats:
    """Robbins & Monro (1951): rates of this form let the noise of the batches average out."""
    return 1 / (1 + steps / settings.scale)


def cyclic(settings: Cyclic, steps: Floats) -> Floats:
    """Smith (2017), "triangular". The way up has period // 2 steps, the way down the rest."""
    up = settings.period // 2
    phase = np.mod(steps, settings.period)
    height = np.where(phase <= up, phase / up, (settings.period - phase) / (settings.period - up))
    return settings.low + (1 - settings.low) * height


START, END = 1 / 25, 1 / 250_000
"""Where one cycle starts and ends, as factors: torch's div_factor 25 and final_div_factor 1e4."""


def one_cycle(settings: OneCycle, steps: Floats) -> Floats:
    """Smith & Topin (2019), with cosines; holds its last value after `total` steps."""
    last = settings.total - 1.0
    top = settings.warm_up * settings.total - 1.0
    steps = np.minimum(steps, last)
    # With a warm-up below one step, `top` is not positive and every step lies on the way down.
    up = _anneal(START, 1.0, steps / top) if top > 0 else np.ones_like(steps)
    down = _anneal(1.0, END, (steps - top) / (last - top))
    return np.where(steps <= top, up, down)


def _anneal(start: float, end: float, part: Floats) -> Floats:
    """Half a cosine from `start`, at part 0, to `end`, at part 1."""
    return end + (start - end) / 2 * (1 + np.cos(np.pi * part))


SCHEDULES: dict[str, Callable[[Any, Floats], Floats]] = {
    "constant": constant,
    "step": step,
    "exponential": exponential,
    "cosine": cosine,
    "inverse_time": inverse_time,
    "cyclic": cyclic,
    "one_cycle": one_cycle,
}


def rates(training: TrainingSpec, start: int, count: int) -> Floats:
    """The learning rates of the `count` steps from `start` on, float64 [count]."""
    steps = np.arange(start, start + count, dtype=np.float64)
    return training.learning_rate * SCHEDULES[training.schedule.kind](training.schedule, steps)
