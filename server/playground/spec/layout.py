"""The layout of the flat vector of all parameters, and likewise that of all buffers."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from playground.spec.shapes import LayerShape, Tensors


@dataclass(frozen=True, slots=True)
class Place:
    """`size` numbers from `offset` on are the tensor `name` of `layer`, row by row."""

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

    @property
    def end(self) -> int:
        return self.offset + self.size


def parameter_places(shapes: Iterable[LayerShape]) -> tuple[Place, ...]:
    """Lay out parameters layer by layer from input to output, each weight before its bias."""
    return _places((shape.id, shape.tensors) for shape in shapes)


def buffer_places(shapes: Iterable[LayerShape]) -> tuple[Place, ...]:
    """Lay out what the layers remember besides their parameters, likewise."""
    return _places((shape.id, shape.buffers) for shape in shapes)


def length(places: tuple[Place, ...]) -> int:
    """Count the numbers of the flat vector."""
    return places[-1].end if places else 0


def _places(layers: Iterable[tuple[str, Tensors]]) -> tuple[Place, ...]:
    found: list[Place] = []
    offset = 0
    for layer, tensors in layers:
        for name, shape in tensors.items():
            found.append(Place(layer, name, offset, shape))
            offset = found[-1].end
    return tuple(found)
