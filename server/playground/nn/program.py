"""A spec's network as a pure function of one flat vector of parameters and an input.

One vector makes an optimizer a few operations, a snapshot one tensor, and lets a compiled kernel
work on the same memory.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import Self

import torch
from torch import Tensor

from playground.nn.activations import ACTIVATIONS
from playground.nn.layers import LAYERS
from playground.spec.project import DenseShape, Spec

KIND = "dense"
"""The one kind of layer that a shape can have so far."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one tensor of one layer lies in the flat vector."""

    layer: str
    name: str
    offset: int
    shape: tuple[int, ...]

    @property
    def key(self) -> str:
        return f"{self.layer}.{self.name}"

    @property
    def size(self) -> int:
        return math.prod(self.shape)

    def view(self, flat_P: Tensor) -> Tensor:
        return flat_P[self.offset : self.offset + self.size].view(self.shape)


@dataclass(frozen=True, slots=True)
class Layout:
    """Layer by layer from input to output, each weight before its bias."""

    slots: tuple[Slot, ...]

    @classmethod
    def of(cls, shapes: tuple[DenseShape, ...]) -> Self:
        slots: list[Slot] = []
        offset = 0
        for shape in shapes:
            for name, dimensions in LAYERS[KIND].parameters(shape).items():
                slots.append(Slot(shape.id, name, offset, dimensions))
                offset += slots[-1].size
        return cls(tuple(slots))

    @property
    def size(self) -> int:
        """P, the length of the flat vector."""
        return self.slots[-1].offset + self.slots[-1].size

    def views(self, flat_P: Tensor) -> dict[str, Tensor]:
        """Each tensor by its key, such as "h1.weight", sharing memory with the flat vector."""
        return {slot.key: slot.view(flat_P) for slot in self.slots}

    def weight_mask(self) -> Tensor:
        """float32 [P]: 1 at weights and 0 at biases, which regularisation leaves alone."""
        mask = torch.zeros(self.size)
        for slot in self.slots:
            if slot.name == "weight":
                slot.view(mask).fill_(1)
        return mask

    def layer_at(self, position: int) -> str:
        """The id of the layer to which the flat vector's element belongs."""
        return next(slot.layer for slot in reversed(self.slots) if slot.offset <= position)


@dataclass(frozen=True, slots=True)
class Trace:
    """Every layer's values for one batch, [B, units] each; the last activation is the output."""

    preactivations: tuple[Tensor, ...]
    activations: tuple[Tensor, ...]


@dataclass(frozen=True, slots=True)
class Program:
    shapes: tuple[DenseShape, ...]
    layout: Layout

    @classmethod
    def build(cls, spec: Spec) -> Self:
        return cls(spec.shapes, Layout.of(spec.shapes))

    def init(self, seed: int) -> Tensor:
        """First parameters, float32 [P] on the CPU.

        Each layer draws from a stream of its own, so adding one never changes another's draw.
        """
        flat = torch.empty(self.layout.size)
        views = self.layout.views(flat)
        for shape in self.shapes:
            for name, value in LAYERS[KIND].init(shape, _stream(seed, shape.id)).items():
                views[f"{shape.id}.{name}"].copy_(value)
        return flat

    def forward(self, flat_P: Tensor, x_BF: Tensor) -> Trace:
        """Differentiable in both arguments."""
        slots = iter(self.layout.slots)
        signal = x_BF
        before: list[Tensor] = []
        after: list[Tensor] = []
        for shape in self.shapes:
            parameters = {slot.name: slot.view(flat_P) for slot in (next(slots), next(slots))}
            before.append(LAYERS[KIND].forward(parameters, signal))
            signal = ACTIVATIONS[shape.activation].function(before[-1])
            after.append(signal)
        return Trace(tuple(before), tuple(after))


def _stream(seed: int, layer: str) -> torch.Generator:
    digest = hashlib.blake2b(f"{seed}/{layer}".encode(), digest_size=8).digest()
    return torch.Generator().manual_seed(int.from_bytes(digest, "little"))
