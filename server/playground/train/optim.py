"""Optimizers on flat vectors, equal to those of `torch.optim` on the same parameters.

An update works in place: gradient in, parameters and slots changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from playground.train.optimizers import adaptive, descent, matrices
from playground.train.optimizers.base import ONE_TENSOR, Part, Parts, Rule, Slots, Step
from playground.train.optimizers.lbfgs import lbfgs
from playground.train.optimizers.lbfgs import names as lbfgs_names

__all__ = ["ONE_TENSOR", "OPTIMIZERS", "Optimizer", "Part", "Parts", "first_slots", "slot_names"]

RATE = None
"""As a first value: the learning rate."""


@dataclass(frozen=True, slots=True)
class Optimizer:
    """`slots` are its memory's names, `more` those that depend on its settings.

    `first` are the values other than 0 with which they begin. One for `full_batches` learns little
    from the noisy gradients of small ones.
    """

    slots: tuple[str, ...]
    rule: Rule
    first: Mapping[str, float | None] = field(default_factory=dict)
    more: Callable[[Any], tuple[str, ...]] = lambda _: ()
    full_batches: bool = False

    def update(
        self,
        settings: Any,
        parameters: Tensor,
        gradient: Tensor,
        slots: Slots,
        rate: float,
        updates: int,
        parts: Parts = ONE_TENSOR,
    ) -> None:
        """One update; `updates` counts those before it, from 0.

        What is not trainable stays bit for bit, whatever its gradient.
        """
        trainable, factors = parts.trainable, parts.factors
        if trainable is not None:
            gradient = torch.where(trainable, gradient, 0)
        kept = None if trainable is None and factors is None else parameters.clone()
        self.rule(settings, parameters, slots, Step(gradient, rate, updates, parts))
        if kept is not None and factors is not None:
            parameters.copy_(torch.lerp(kept, parameters, factors))
        if kept is not None and trainable is not None:
            parameters.copy_(torch.where(trainable, parameters, kept))


OPTIMIZERS: dict[str, Optimizer] = {
    "sgd": Optimizer(("momentum",), descent.sgd),
    "adam": Optimizer(("mean", "square"), adaptive.adam),
    "adamw": Optimizer(("mean", "square"), adaptive.adamw),
    "rmsprop": Optimizer(("square", "momentum"), adaptive.rmsprop),
    "asgd": Optimizer(("eta", "averaged"), descent.asgd, {"eta": RATE}),
    "adagrad": Optimizer(("square",), adaptive.adagrad),
    "adadelta": Optimizer(("square", "change"), adaptive.adadelta),
    "adamax": Optimizer(("mean", "largest"), adaptive.adamax),
    "nadam": Optimizer(("mean", "square", "product"), adaptive.nadam, {"product": 1.0}),
    "radam": Optimizer(("mean", "square"), adaptive.radam),
    "adafactor": Optimizer(("rows", "columns"), matrices.adafactor),
    "rprop": Optimizer(("size", "gradient"), descent.rprop, {"size": RATE}, full_batches=True),
    "lbfgs": Optimizer((), lbfgs, more=lbfgs_names, full_batches=True),
    "muon": Optimizer(("mean", "square"), matrices.muon),
}


def slot_names(settings: Any) -> tuple[str, ...]:
    """The names of an optimizer's memory under these settings."""
    kind = OPTIMIZERS[settings.kind]
    return kind.slots + kind.more(settings)


def first_slots(settings: Any, parameters: Tensor, learning_rate: float) -> Slots:
    """The memory before the first update, on the parameters' device."""
    first = OPTIMIZERS[settings.kind].first
    slots: Slots = {}
    for name in slot_names(settings):
        value = first.get(name, 0.0)
        slots[name] = torch.full_like(parameters, learning_rate if value is None else value)
    return slots
