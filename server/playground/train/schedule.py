"""Learning-rate schedules: pure functions of the step, counted from 0. No torch.

Each gives the factor by which the learning rate is multiplied at steps float64 [K]. The one that
waits for a plateau also needs the losses met so far: what it has made of them is a `Plateau`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from playground.spec.schedules import (
    Chain,
    Constant,
    Cosine,
    Cyclic,
    ExponentialDecay,
    InverseTime,
    Linear,
    MultiStep,
    OneCycle,
    Polynomial,
    ReduceOnPlateau,
    StepDecay,
    WarmRestarts,
)
from playground.spec.training import TrainingSpec

Floats = NDArray[np.float64]


def constant(_: Constant | ReduceOnPlateau, steps: Floats) -> Floats:
    return np.ones_like(steps)


def step(settings: StepDecay, steps: Floats) -> Floats:
    return settings.factor ** np.floor(steps / settings.every)


def multi_step(settings: MultiStep, steps: Floats) -> Floats:
    """A milestone's own step is the first with the lower rate."""
    passed = np.searchsorted(np.array(settings.milestones), steps, side="right")
    return settings.factor ** passed.astype(np.float64)


def exponential(settings: ExponentialDecay, steps: Floats) -> Floats:
    return settings.factor**steps


def linear(settings: Linear, steps: Floats) -> Floats:
    part = np.minimum(steps / settings.total, 1)
    return settings.start + (settings.end - settings.start) * part


def polynomial(settings: Polynomial, steps: Floats) -> Floats:
    """Liu et al. (2015), section 3.1, have power 0.9; power 1 is a straight line."""
    left: Floats = 1 - np.minimum(steps / settings.total, 1)
    return left**settings.power


def cosine(settings: Cosine, steps: Floats) -> Floats:
    """Loshchilov & Hutter (2017), eq. 5, without restarts."""
    return _anneal(1.0, settings.floor, steps / settings.period)


def warm_restarts(settings: WarmRestarts, steps: Floats) -> Floats:
    """Loshchilov & Hutter (2017), eq. 5: a restart's own step has the full rate again."""
    starts, lengths = [0], [settings.period]
    last = steps.max(initial=0)
    if settings.multiplier == 1:
        return _anneal(1.0, settings.floor, np.mod(steps, settings.period) / settings.period)
    while starts[-1] + lengths[-1] <= last:
        starts.append(starts[-1] + lengths[-1])
        lengths.append(lengths[-1] * settings.multiplier)
    run = np.searchsorted(np.array(starts), steps, side="right") - 1
    part = (steps - np.array(starts)[run]) / np.array(lengths)[run]
    return _anneal(1.0, settings.floor, part)


def inverse_time(settings: InverseTime, steps: Floats) -> Floats:
    """Robbins & Monro (1951): rates of this form let the noise of the batches average out."""
    return 1 / (1 + steps / settings.scale)


def cyclic(settings: Cyclic, steps: Floats) -> Floats:
    """Smith (2017), section 3. The way up has period // 2 steps, the way down the rest."""
    up = settings.period // 2
    phase = np.mod(steps, settings.period)
    height = np.where(phase <= up, phase / up, (settings.period - phase) / (settings.period - up))
    height = height * CYCLES[settings.mode](settings, steps)
    return settings.low + (1 - settings.low) * height


CYCLES: dict[str, Callable[[Cyclic, Floats], Floats]] = {
    "triangular": lambda _, steps: np.ones_like(steps),
    "triangular2": lambda settings, steps: 0.5 ** np.floor(steps / settings.period),
    "exp_range": lambda settings, steps: settings.gamma**steps,
}
"""Mode → what the wave's height is multiplied by."""

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


def chain(settings: Chain, steps: Floats) -> Floats:
    """Each part's clock starts at 0; the last part goes on for ever."""
    starts = np.cumsum([0, *(part.steps for part in settings.parts[:-1])])
    place = np.searchsorted(starts, steps, side="right") - 1
    factors = np.empty_like(steps)
    for number, part in enumerate(settings.parts):
        here = place == number
        own = SCHEDULES[part.schedule.kind]
        factors[here] = own(part.schedule, steps[here] - starts[number])
    return factors


def _anneal(start: float, end: float, part: Floats) -> Floats:
    """Half a cosine from `start`, at part 0, to `end`, at part 1."""
    return end + (start - end) / 2 * (1 + np.cos(np.pi * part))


SCHEDULES: dict[str, Callable[[Any, Floats], Floats]] = {
    "constant": constant,
    "step": step,
    "multi_step": multi_step,
    "exponential": exponential,
    "linear": linear,
    "polynomial": polynomial,
    "cosine": cosine,
    "warm_restarts": warm_restarts,
    "inverse_time": inverse_time,
    "cyclic": cyclic,
    "one_cycle": one_cycle,
    "chain": chain,
    "plateau": constant,
}


def rates(training: TrainingSpec, start: int, count: int) -> Floats:
    """The learning rates of the `count` steps from `start` on, float64 [count].

    Those of `plateau` are still to be multiplied by `Plateau.factor`.
    """
    steps = np.arange(start, start + count, dtype=np.float64)
    return training.learning_rate * SCHEDULES[training.schedule.kind](training.schedule, steps)


@dataclass(frozen=True, slots=True)
class Plateau:
    """How the losses have gone: the best one, the epochs since, and the factor on the rate now.

    `due`: an epoch has ended whose loss it has not heard yet.
    """

    best: float = math.inf
    waited: int = 0
    factor: float = 1.0
    due: bool = False

    def after(self, settings: ReduceOnPlateau, loss: float) -> Self:
        """After one more epoch with this loss; one that is not a number is no better than any."""
        if loss < self.best * (1 - settings.threshold):
            return type(self)(loss, 0, self.factor)
        if self.waited < settings.patience:
            return type(self)(self.best, self.waited + 1, self.factor)
        return type(self)(self.best, 0, max(self.factor * settings.factor, settings.floor))
