"""Masks beside the flat vector: which parameters exist, which may change, and how fast."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import torch
from torch import Generator, Tensor

from playground.nn.layout import Slot
from playground.spec.layers.base import BIAS, Trainable, Weighted
from playground.spec.shapes import LayerShape

Shapes = Mapping[str, LayerShape]


def connection_mask(
    slots: Iterable[Slot], shapes: Shapes, stream: Callable[[str], Generator]
) -> Tensor | None:
    """Draw float32 [P], 0 at weights that a layer's density leaves out; None when there are none.

    A denser layer holds every connection of a sparser one of the same seed.
    """
    parts: list[Tensor] = []
    sparse = False
    for slot in slots:
        part = torch.ones(slot.size)
        shape = shapes[slot.layer]
        if slot.name == "weight" and isinstance(shape.layer, Weighted) and shape.layer.density < 1:
            sparse = True
            kept = shape.connections
            part[torch.randperm(slot.size, generator=stream(slot.layer))[kept:]] = 0
        parts.append(part)
    return torch.cat(parts) if sparse else None


def trainable(slots: Iterable[Slot], shapes: Shapes, connected_P: Tensor | None) -> Tensor | None:
    """Make bool [P], false at what is frozen or not connected; None when all may change."""
    slots = tuple(slots)
    free = torch.ones(sum(slot.size for slot in slots), dtype=torch.bool)
    if connected_P is not None:
        free &= connected_P.bool()
    for slot in slots:
        layer = shapes[slot.layer].layer
        if isinstance(layer, Trainable) and layer.frozen:
            slot.view(free).fill_(False)
        if isinstance(layer, Weighted) and slot.name in ("weight", "bias"):
            part = slot.view(free).view(slot.shape[0], -1)
            for unit in layer.frozen_units:
                part[unit : unit + 1] = False
            for unit, position in layer.frozen_weights:
                if (position == BIAS) == (slot.name == "bias"):
                    place = 0 if position == BIAS else position
                    part[unit : unit + 1, place : place + 1] = False
    return None if bool(free.all()) else free


def factors(slots: Iterable[Slot], shapes: Shapes) -> Tensor | None:
    """Make float32 [P], by which the learning rate is multiplied; None when by 1 everywhere."""
    parts = [
        torch.full((slot.size,), float(getattr(shapes[slot.layer].layer, "rate_factor", 1.0)))
        for slot in slots
    ]
    joined = torch.cat(parts)
    return None if bool((joined == 1).all()) else joined
