"""Limited-memory BFGS: curvature from the last changes of parameters and gradient."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from playground.train.optimizers.base import Optimizer, OptimizerState, Step

FLAT = 1e-7
"""A gradient with no larger element asks for no step."""
CURVED = 1e-10
"""The least y·s for which a pair of changes tells of curvature."""
DOWNHILL = 1e-9
"""A direction must fall at least this steeply."""


def names(settings: Any) -> tuple[str, ...]:
    """Name what is remembered: `change-0` and `bend-0` are the newest pair: s, of the parameters, and y, of the gradient.

    A pair of zeros is none.
    """
    pairs = range(settings.history)
    return ("gradient", "change", *(f"{name}-{i}" for i in pairs for name in ("change", "bend")))


def update(settings: Any, parameters: Tensor, state: OptimizerState, step: Step) -> None:
    """Update the parameters [P]: Liu & Nocedal (1989), algorithm 2.1, as torch takes it.

    The step has a fixed length, and the first one is gradient descent, at most `rate` long in the
    sum of its elements.
    """
    gradient = step.gradient
    if not bool(gradient.abs().max() > FLAT):
        return
    first = not bool(state["gradient"].any())
    if not first:
        _remember(settings, state, gradient - state["gradient"])
    direction = -gradient if first else _direction(settings, state, gradient)
    length = step.rate
    if first:
        length *= min(1.0, 1 / float(gradient.abs().sum()))
    state["gradient"].copy_(gradient)
    torch.mul(direction, length, out=state["change"])
    if step.parts.factors is not None:
        state["change"].mul_(step.parts.factors)
    if float(gradient @ direction) <= -DOWNHILL:
        parameters.add_(state["change"])


def _remember(settings: Any, state: OptimizerState, bend: Tensor) -> None:
    """Put the newest pair first, if it tells of curvature; the oldest falls out."""
    if float(bend @ state["change"]) <= CURVED:
        return
    for name, newest in (("change", state["change"]), ("bend", bend)):
        oldest = state[f"{name}-{settings.history - 1}"]
        for i in range(settings.history - 1, 0, -1):
            state[f"{name}-{i}"] = state[f"{name}-{i - 1}"]
        state[f"{name}-0"] = oldest.copy_(newest)


def _direction(settings: Any, state: OptimizerState, gradient: Tensor) -> Tensor:
    """Return, by the two-loop recursion, minus the inverse Hessian's estimate times the gradient [P]."""
    pairs = []
    for i in range(settings.history):
        change, bend = state[f"change-{i}"], state[f"bend-{i}"]
        curvature = float(bend @ change)
        if curvature > CURVED:
            pairs.append((change, bend, curvature))
    direction = -gradient
    shares = []
    for change, bend, curvature in pairs:
        shares.append(float(change @ direction) / curvature)
        direction.add_(bend, alpha=-shares[-1])
    if pairs:
        _, bend, curvature = pairs[0]
        direction.mul_(curvature / float(bend @ bend))
    for (change, bend, curvature), share in zip(pairs[::-1], shares[::-1], strict=True):
        direction.add_(change, alpha=share - float(bend @ direction) / curvature)
    return direction


OPTIMIZER = Optimizer((), update, more=names, proportional=False)
