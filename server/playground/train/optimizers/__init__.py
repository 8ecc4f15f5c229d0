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


def first_state(settings: Any, parameters: Tensor, learning_rate: float) -> OptimizerState:
    """Make what the optimizer remembers before its first update, like the parameters [P]."""
    first = OPTIMIZERS[settings.kind].first
    state: OptimizerState = {}
    for name in state_names(settings):
        value = first.get(name, 0.0)
        state[name] = torch.full_like(parameters, learning_rate if value is None else value)
    return state
