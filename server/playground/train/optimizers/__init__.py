"""The table of optimizers on flat vectors, equal to those of `torch.optim`: one module a kind."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from playground.spec.folder import read_folder
from playground.train.optimizers.base import Optimizer, OptimizerState

OPTIMIZERS: dict[str, Optimizer] = read_folder(__name__, __path__, Optimizer, "OPTIMIZER")


def state_names(settings: Any) -> tuple[str, ...]:
    """Return the names of what the optimizer of these settings remembers."""
    return OPTIMIZERS[settings.kind].names(settings)


def first_state(
    settings: Any, parameters: Tensor, rates: float | Tensor, updates: int = 0
) -> OptimizerState:
    """Make what the optimizer remembers of parameters [P] before their first update, at rates [P] or one.

    `updates` counts those that other parameters have had before these join them.
    """
    first = OPTIMIZERS[settings.kind].first
    state: OptimizerState = {}
    for name in state_names(settings):
        given = first.get(name, 0.0)
        value = given(settings, rates, updates) if callable(given) else given
        state[name] = torch.empty_like(parameters).copy_(torch.as_tensor(value))
    return state
