"""One schedule after the other."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from playground.spec.folder import read_folder
from playground.spec.schedules.chain import Chain
from playground.train.schedules.base import Floats, Schedule

PARTS = read_folder(
    __name__.rpartition(".")[0],
    [str(Path(__file__).parent)],
    Schedule,
    "SCHEDULE",
    without=("base", "chain"),
)
"""What a chain can be made of, by kind."""


def factor(settings: Chain, steps: Floats) -> Floats:
    """Return the factors [K] at these steps [K].

    Each part's clock starts at 0; the last part goes on for ever.
    """
    starts = np.cumsum([0, *(part.steps for part in settings.parts[:-1])])
    place = np.searchsorted(starts, steps, side="right") - 1
    factors = np.empty_like(steps)
    for number, part in enumerate(settings.parts):
        here = place == number
        own = PARTS[part.schedule.kind]
        factors[here] = own.factor(part.schedule, steps[here] - starts[number])
    return factors


SCHEDULE = Schedule(factor)
