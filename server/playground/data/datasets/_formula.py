"""Regressions whose target is a formula that the user typed: a curve f(x1), a surface f(x1, x2).

Targets stay as the formula gives them; their noise is in proportion to how much they vary.
"""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from playground.data.drawing import Drawn, Floats, noisy
from playground.spec.data import DataSpec
from playground.spec.formula_values import Checked, usable, values

ROUNDS = 20
"""At least half of the domain is usable, or nearly so: of 5,000 points, not one is left then."""


def formula(spec: DataSpec, rng: Generator) -> Drawn:
    """Draw inputs [N, D] uniform in the domain, again where the formula has no usable value there.

    Noise 1 has a standard deviation of TARGET_NOISE · that of the formula's values on a grid.
    """
    checked = spec.checked_formula
    dimensions = spec.kind.dimensions
    inputs = rng.uniform(*spec.domain, (spec.samples, dimensions))
    targets = values(checked.tree, inputs)
    for _ in range(ROUNDS):
        bad = np.flatnonzero(~usable(targets))
        if not len(bad):
            break
        inputs[bad] = rng.uniform(*spec.domain, (len(bad), dimensions))
        targets[bad] = values(checked.tree, inputs[bad])
    else:
        _fall_back(checked, inputs, targets, rng)
    return inputs, noisy(targets, spec, rng, checked.spread)


def _fall_back(checked: Checked, inputs: Floats, targets: Floats, rng: Generator) -> None:
    """Put what is still unusable on points of the grid: a formula may be finite only there."""
    bad = np.flatnonzero(~usable(targets))
    chosen = rng.integers(len(checked.points), size=len(bad))
    inputs[bad], targets[bad] = checked.points[chosen], checked.targets[chosen]
