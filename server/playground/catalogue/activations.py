"""σ and σ′ of each activation in numbers, drawn by the server's own code, with its first gain."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor

from playground.nn.activations import activate
from playground.spec.activations import ACTIVATIONS, ActivationName

REACH = 4
"""z runs from − to + this, as far as the page's largest curve does."""
PER_UNIT = 10
"""Points between two whole z: every kink of a function lies on one."""
DIGITS = 3


def curves() -> dict[str, float]:
    """Return where the curves begin and how far apart their points are."""
    return {"from": -REACH, "step": 1 / PER_UNIT, "points": 2 * REACH * PER_UNIT + 1}


def activation_rows() -> dict[str, dict[str, Any]]:
    """Return gain, family of first weights, reach (null without a bound), σ and σ′ of each activation."""
    return {
        name: {
            "gain": round(row.gain.value, 7),
            "init": row.gain.rule,
            "reach": [_finite(row.reach.low), _finite(row.reach.high)],
            "curve": _rounded(activate(name, _places())),
            "slope": _rounded(slope_of(name, _places())),
        }
        for name, row in ACTIVATIONS.items()
    }


def _finite(bound: float) -> float | None:
    return round(bound, DIGITS) + 0.0 if math.isfinite(bound) else None


def _places() -> Tensor:
    """Return the z of the curves, [points], float64."""
    count = 2 * REACH * PER_UNIT
    return torch.arange(-count // 2, count // 2 + 1, dtype=torch.float64) / PER_UNIT


def slope_of(name: ActivationName, z: Tensor) -> Tensor:
    """Return σ′(z), [points], as autograd tells it; at a kink, its mean to both sides.

    A picture of a step then passes through the middle of it.
    """
    step = 1e-6
    sides = []
    for side in (z - step, z + step):
        leaf = side.clone().requires_grad_()
        sides.append(torch.autograd.grad(activate(name, leaf).sum(), leaf)[0])
    return (sides[0] + sides[1]) / 2


def _rounded(values: Tensor) -> list[float]:
    # −0 is 0.
    return [round(value, DIGITS) + 0.0 for value in values.tolist()]
