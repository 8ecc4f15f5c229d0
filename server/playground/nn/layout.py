"""Tensors of a network as views of one flat vector."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import torch
from torch import Tensor

from playground.spec.layout import Place, buffer_places, length, parameter_places
from playground.spec.shapes import LayerShape


class Slot(Place):
    """A place in the flat vector that can be looked at there."""

    __slots__ = ()

    def view(self, flat_P: Tensor) -> Tensor:
        """View the tensor, of its own shape, in the flat vector [P], sharing its memory."""
        return flat_P[self.offset : self.end].view(self.shape)


@dataclass(frozen=True, slots=True)
class Layout:
    """Layer by layer from input to output, each weight before its bias."""

    slots: tuple[Slot, ...]

    @classmethod
    def of(cls, shapes: Iterable[LayerShape]) -> Self:
        """Lay out the parameters of these layers."""
        return cls._at(parameter_places(shapes))

    @classmethod
    def of_buffers(cls, shapes: Iterable[LayerShape]) -> Self:
        """Lay out what these layers remember besides their parameters."""
        return cls._at(buffer_places(shapes))

    @classmethod
    def _at(cls, places: Iterable[Place]) -> Self:
        return cls(tuple(Slot(at.layer, at.name, at.offset, at.shape) for at in places))

    @property
    def size(self) -> int:
        """P, the length of the flat vector."""
        return length(self.slots)

    def views(self, flat_P: Tensor) -> dict[str, Tensor]:
        """View each tensor of [P] by its key, such as "h1.weight", sharing memory with it."""
        return {slot.key: slot.view(flat_P) for slot in self.slots}

    def tensors(self, flat_P: Tensor) -> tuple[Tensor, ...]:
        """View each tensor of [P], in order: the gradient of all of them together is one concatenation."""
        parts = torch.split(flat_P, [slot.size for slot in self.slots]) if self.slots else ()
        return tuple(part.view(slot.shape) for slot, part in zip(self.slots, parts, strict=True))

    def layer_at(self, position: int) -> str:
        """Find the id of the layer to which the flat vector's element belongs."""
        return next(slot.layer for slot in reversed(self.slots) if slot.offset <= position)
