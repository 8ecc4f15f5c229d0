"""The types that all optimizers share: one step, the tensors in a flat vector, and the row of a kind."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

import torch
from torch import Tensor

from playground.nn.program import Program

OptimizerState = dict[str, Tensor]
"""An optimizer's state: vectors by name, float32, each of the parameters' shape."""

FirstValue = float | Callable[[Any, float | Tensor, int], float | Tensor]
"""A number, or what follows from the settings, the rate and the updates that others have had."""


def own_rate(_: Any, rate: float | Tensor, __: int) -> float | Tensor:
    """Begin with the learning rate of each parameter, [P] or one, as a first value of a state vector."""
    return rate


@dataclass(frozen=True, slots=True)
class Part:
    """One tensor in the flat vector. A matrix is a weight that multiplies a layer's inputs."""

    offset: int
    shape: tuple[int, ...]
    matrix: bool = False

    def view(self, flat_P: Tensor) -> Tensor:
        """Return the tensor [*shape] itself, sharing memory with the flat vector [P]."""
        return flat_P[self.offset : self.offset + math.prod(self.shape)].view(self.shape)


@dataclass(frozen=True, slots=True)
class Parts:
    """The tensors of a flat vector; without any it is one tensor.

    `trainable` bool [P] is false where a parameter never changes, `factors` float32 [P] multiplies
    the learning rate; None when it would be the same for all.
    """

    tensors: tuple[Part, ...] = ()
    trainable: Tensor | None = None
    factors: Tensor | None = None

    @classmethod
    def of(cls, program: Program) -> Self:
        """Describe a program's parameters, on the CPU."""
        weights = program.weight_mask()
        parts = (
            Part(slot.offset, slot.shape, bool(weights[slot.offset]))
            for slot in program.layout.slots
        )
        return cls(tuple(parts), program.trainable, program.factors)

    def to(self, device: torch.device | str) -> Self:
        """Return the same parts with their vectors [P] on a device."""

        def moved(vector: Tensor | None) -> Tensor | None:
            return None if vector is None else vector.to(device)

        return replace(self, trainable=moved(self.trainable), factors=moved(self.factors))

    def each(self, flat_P: Tensor) -> Iterator[Part]:
        """Iterate over the tensors of this flat vector [P]."""
        return iter(self.tensors or (Part(0, tuple(flat_P.shape)),))


ONE_TENSOR = Parts()


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the gradient [P], the rate, and `updates`, the number of updates before it.

    The rate is that of layers without a factor.
    """

    gradient: Tensor
    rate: float
    updates: int
    parts: Parts = ONE_TENSOR

    @property
    def number(self) -> int:
        """The step number as the papers count it: 1 at the first step."""
        return self.updates + 1

    @property
    def rates(self) -> Tensor | float:
        """The rate of each parameter, [P], or that of all."""
        factors = self.parts.factors
        return self.rate if factors is None else self.rate * factors


Rule = Callable[[Any, Tensor, OptimizerState, Step], None]
"""(settings, parameters [P], state, step): changes parameters and state in place."""


@dataclass(frozen=True, slots=True)
class Optimizer:
    """The arithmetic of one kind.

    `state` are the names of what it remembers, `more` those that depend on its settings. `first`
    are the values other than 0 with which they begin, those of parameters that join later too. A
    layer's factor is a parameter group with a rate of its own: the steps of most optimizers are
    `proportional` to the rate, the others look at each parameter's.
    """

    state: tuple[str, ...]
    rule: Rule
    first: Mapping[str, FirstValue] = field(default_factory=dict)
    more: Callable[[Any], tuple[str, ...]] = lambda _: ()
    proportional: bool = True

    def names(self, settings: Any) -> tuple[str, ...]:
        """Return the names of what it remembers under these settings."""
        return self.state + self.more(settings)

    def update(
        self,
        settings: Any,
        parameters: Tensor,
        gradient: Tensor,
        state: OptimizerState,
        rate: float,
        updates: int,
        parts: Parts = ONE_TENSOR,
    ) -> None:
        """Update the parameters [P] by the gradient [P], in place; `updates` counts those before.

        What is not trainable stays bit for bit, whatever its gradient.
        """
        trainable, factors = parts.trainable, parts.factors
        if trainable is not None:
            gradient = torch.where(trainable, gradient, 0)
        if not self.proportional:
            factors = None
        kept = None if trainable is None and factors is None else parameters.clone()
        self.rule(settings, parameters, state, Step(gradient, rate, updates, parts))
        if kept is not None and factors is not None:
            parameters.copy_(torch.lerp(kept, parameters, factors))
        if kept is not None and trainable is not None:
            parameters.copy_(torch.where(trainable, parameters, kept))


def average_squares(square: Tensor, values: Tensor, decay: float) -> Tensor:
    """Renew the moving average of squares [P] in place, and return it."""
    return square.mul_(decay).addcmul_(values, values, value=1 - decay)
