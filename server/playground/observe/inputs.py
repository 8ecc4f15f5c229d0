"""Names of the inputs of a unit's weights: after what they come from, counted from 1.

A feature or column has its name, a unit is "h1·2", a pixel "(0,3)", a channel at a position of the
kernel or of its map "c1·2 (0,1)", and a sum of two is "h2·1+h1·1". These are signs of the field
and the user's own names: they are the same in every language.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from playground.data.plane import column_names
from playground.observe.view import View
from playground.spec.data import DataSpec
from playground.spec.layers import LAYERS
from playground.spec.shapes import INPUT, Join, LayerShape, Shape


def weight_names(view: View, position: int, unit: int) -> list[str | float]:
    """Name each weight of the unit, none where it has no weights."""
    shape = view.program.shapes[position]
    weight = shape.tensors.get("weight")
    if weight is None:
        return []
    names = _Names(view.spec.data, view.program.shapes)
    if shape.lifted:
        # A plain vector is one channel, whose name is the layer's.
        return [*_at([names.before(position)], weight[2:])]
    seen = names.seen(position)
    if LAYERS[shape.kind].weighted:
        return [*_at(_of_group(seen, shape.units, weight[1], unit), weight[2:])]
    return [*_at([seen[unit]], weight[1:])]


class _Names:
    def __init__(self, data: DataSpec, shapes: tuple[LayerShape, ...]) -> None:
        self._data, self._shapes = data, shapes
        self._position = {shape.id: position for position, shape in enumerate(shapes)}

    def before(self, position: int) -> str:
        return self._shapes[position - 1].id if position else INPUT

    def seen(self, position: int) -> list[str]:
        """Name each unit or channel of what the layer sees, skips joined."""
        shape = self._shapes[position]
        names = self._given(self.before(position), shape.flatten)
        for how in shape.joins:
            names = self._joined(names, how)
        return names

    def _joined(self, names: list[str], how: Join) -> list[str]:
        if how.mode == "concat":
            return names + self._given(how.source, how.flatten)
        if how.projection is not None or how.reshape is not None:
            # Each of them gets something of all that the source gives.
            return [f"{name}+{how.source}" for name in names]
        others = self._given(how.source, how.flatten)
        return [f"{name}+{other}" for name, other in zip(names, others, strict=True)]

    def _given(self, layer: str, flat: bool) -> list[str]:
        """Name each unit or channel of what the layer gives, or a number of its maps."""
        if layer == INPUT:
            if not self._data.is_image or flat:
                return [*column_names(self._data)]
            return [f"{INPUT}·1"]
        position = self._position[layer]
        shape = self._shapes[position]
        if LAYERS[shape.kind].lays_out:
            return _at(self.seen(position), shape.inputs[1:])
        names = [f"{layer}·{unit + 1}" for unit in range(shape.units)]
        return _at(names, shape.outputs[1:]) if flat else names


def _at(names: Iterable[str], sizes: Shape) -> list[str]:
    """Give each name at each position of a map or a kernel, in the order in which they lie in memory."""
    if not sizes:
        return [*names]
    places = [f"({','.join(map(str, place))})" for place in np.ndindex(*sizes)]
    return [f"{name} {place}" for name in names for place in places]


def _of_group(channels: list[str], units: int, width: int, unit: int) -> list[str]:
    """Find the `width` channels that a unit sees: those of its group, or all of a dense layer."""
    groups = len(channels) // width
    start = unit // (units // groups) * width
    return channels[start : start + width]
