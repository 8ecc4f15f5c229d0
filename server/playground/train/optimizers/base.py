"""What every optimizer is given: one step, and which tensors lie in the flat vector."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Self

import torch
from torch import Tensor

from playground.nn.program import Program

Slots = dict[str, Tensor]
"""An optimizer's memory by name, float32 of the parameters' shape each."""


@dataclass(frozen=True, slots=True)
class Part:
    """One tensor in the flat vector. A matrix is a weight that multiplies a layer's inputs."""

    offset: int
    shape: tuple[int, ...]
    matrix: bool = False

    def view(self, flat_P: Tensor) -> Tensor:
        """The tensor itself, sharing memory with the flat vector."""
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
        """On the CPU."""
        weights = program.weight_mask()
        parts = (
            Part(slot.offset, slot.shape, bool(weights[slot.offset]))
            for slot in program.layout.slots
        )
        return cls(tuple(parts), program.trainable, program.factors)

    def to(self, device: torch.device | str) -> Self:
        def moved(vector: Tensor | None) -> Tensor | None:
            return None if vector is None else vector.to(device)

        return replace(self, trainable=moved(self.trainable), factors=moved(self.factors))

    def each(self, flat_P: Tensor) -> Iterator[Part]:
        """Every tensor of this flat vector."""
        return iter(self.tensors or (Part(0, tuple(flat_P.shape)),))


ONE_TENSOR = Parts()


@dataclass(frozen=True, slots=True)
class Step:
    """`updates` counts the updates before this one, from 0."""

    gradient: Tensor
    rate: float
    updates: int
    parts: Parts = ONE_TENSOR

    @property
    def number(self) -> int:
        """As the papers count: 1 at the first step."""
        return self.updates + 1


Rule = Callable[[Any, Tensor, Slots, Step], None]
"""(settings, parameters, slots, step): changes parameters and slots in place."""
