"""The types that all learning-rate schedules share: arrays of steps, and the row of a kind. No torch."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Plateau:
    """The memory of the losses so far: the best one, the epochs since, and the factor on the rate now.

    `due`: an epoch has ended whose loss it has not heard yet.
    """

    best: float = math.inf
    waited: int = 0
    factor: float = 1.0
    due: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """The arithmetic of one kind.

    `factor` gives, of settings and steps float64 [K], what the learning rate is multiplied by at
    each, float64 [K]. A kind that hears losses has `after` besides: its memory after one more epoch
    with this loss, of memory, settings and loss.
    """

    factor: Callable[[Any, Floats], Floats]
    after: Callable[[Plateau, Any, float], Plateau] | None = None


def anneal(start: float, end: float, part: Floats) -> Floats:
    """Return half a cosine from `start`, at part 0, to `end`, at part 1, float64 [K]."""
    return end + (start - end) / 2 * (1 + np.cos(np.pi * part))
