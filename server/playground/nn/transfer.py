"""The parameters that an edit keeps: a map from the new flat vector into the old one."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor

from playground.nn.layout import Layout
from playground.nn.program import connection_mask_of
from playground.spec.layers import LAYERS
from playground.spec.project import Spec
from playground.spec.shapes import INPUT

NEW = -1
"""Marks an element that is begun anew."""


@dataclass(frozen=True, slots=True)
class LayerReport:
    """How many of one layer's parameters were kept, and how many begun anew.

    Weights that its density leaves out are not there, and count as neither.
    """

    id: str
    kept: int
    new: int


@dataclass(frozen=True, slots=True)
class TransferReport:
    """What became of each layer of the new network, and what of the old is gone."""

    layers: tuple[LayerReport, ...]
    layers_removed: tuple[str, ...]
    parameters_dropped: int

    @property
    def layers_kept(self) -> tuple[str, ...]:
        return tuple(layer.id for layer in self.layers if not layer.new)

    @property
    def layers_partly(self) -> tuple[str, ...]:
        return tuple(layer.id for layer in self.layers if layer.kept and layer.new)

    @property
    def layers_new(self) -> tuple[str, ...]:
        return tuple(layer.id for layer in self.layers if layer.new and not layer.kept)

    @property
    def parameters_kept(self) -> int:
        return sum(layer.kept for layer in self.layers)

    @property
    def parameters_new(self) -> int:
        return sum(layer.new for layer in self.layers)


@dataclass(frozen=True, slots=True)
class Transfer:
    """`source` int64 [P of the new]: the position in the old flat vector, or NEW.

    `buffers` int64 [Q of the new] is the same for the buffers.
    """

    source: Tensor
    buffers: Tensor
    report: TransferReport


def plan(old: Spec, new: Spec) -> Transfer:
    """Map the new parameters to the old ones.

    Layers are matched by id, units by index; the first layer's inputs by feature or column.
    A layer that moves keeps its own weights, as far as its new inputs allow. Of maps made flat
    only those of one size match, and a kernel of another size begins anew.
    """
    layout = Layout.of(new.shapes)
    source = _source(Layout.of(old.shapes), layout, _columns(old), _columns(new))
    mask_old, mask = connection_mask_of(old), connection_mask_of(new)
    source = _connected(source, mask_old, mask)
    buffers = _source(Layout.of_buffers(old.shapes), Layout.of_buffers(new.shapes), {}, {})
    layers = _layers(new, layout, source, mask)
    removed = tuple(
        shape.id for shape in old.shapes if shape.id not in {each.id for each in layers}
    )
    dropped = old.parameters_in_use - sum(layer.kept for layer in layers)
    return Transfer(source, buffers, TransferReport(layers, removed, dropped))


def carry(source: Tensor, old_flat: Tensor, fresh_flat: Tensor) -> Tensor:
    """Make the new vector [P of the new]: kept elements of the old [P of the old], others fresh."""
    if not len(old_flat):
        return fresh_flat
    source = source.to(old_flat.device)
    return torch.where(source == NEW, fresh_flat, old_flat[source.clamp(min=0)])


Columns = dict[str, list[Hashable]]
"""By layer, a name for each column of its weight: where the input comes from."""


def _source(old: Layout, new: Layout, columns_old: Columns, columns_new: Columns) -> Tensor:
    source = torch.full((new.size,), NEW, dtype=torch.int64)
    places = old.views(torch.arange(old.size))
    for slot in new.slots:
        place, target = places.get(slot.key), slot.view(source)
        if place is None or place.ndim != target.ndim or place.shape[2:] != target.shape[2:]:
            continue
        units = min(len(place), len(target))
        if target.ndim == 1:
            target[:units] = place[:units]
        elif slot.name == "weight" and slot.layer in columns_new:
            before = {name: i for i, name in enumerate(columns_old.get(slot.layer, []))}
            after = columns_new[slot.layer]
            both = [(i, before[name]) for i, name in enumerate(after) if name in before]
            of_new, of_old = [i for i, _ in both], [i for _, i in both]
            target[:units, of_new] = place[:units, of_old]
        else:
            inputs = min(place.shape[1], target.shape[1])
            target[:units, :inputs] = place[:units, :inputs]
    return source


def _columns(spec: Spec) -> Columns:
    """Name the columns of dense layers and ungrouped convolutions."""
    data = spec.data.input_shape
    outputs: dict[str, tuple[int, ...]] = {INPUT: data}
    found: Columns = {}
    before: list[Names] = [partial(_names, "", data)]
    if len(data) == 1:
        before = [lambda: list(spec.data.input_names)]
    for shape in spec.shapes:
        parts: list[Names] = [partial(_names, "", data, flat=True)] if shape.flatten else before
        parts = parts + [
            partial(_names, join.source, outputs[join.source], flat=join.flatten)
            for join in shape.joins
            if join.mode == "concat"
        ]
        kind = LAYERS[shape.kind]
        if kind.weighted and getattr(shape.layer, "groups", 1) == 1:
            found[shape.id] = (
                _names("", (1,)) if shape.lifted else [name for p in parts for name in p()]
            )
        outputs[shape.id] = shape.outputs
        if kind.lays_out:
            before = [partial(_names, "", shape.inputs, flat=True)]
        elif shape.outputs != shape.inputs or kind.weighted:
            before = [partial(_names, "", shape.outputs)]
        else:
            before = parts
    return found


Names = Callable[[], list[Hashable]]
"""Worked out only where weights read them: flattened maps may have millions."""


def _names(source: str, shape: tuple[int, ...], *, flat: bool = False) -> list[Hashable]:
    """Name each channel, or each value of flattened maps, which tells those of another size apart."""
    tail = shape[1:]
    if flat and tail:
        return [
            (source, channel, (tail, place))
            for channel in range(shape[0])
            for place in range(math.prod(tail))
        ]
    return [(source, channel, ()) for channel in range(shape[0])]


def _connected(source: Tensor, old: Tensor | None, new: Tensor | None) -> Tensor:
    """Leave out what did not exist, which has nothing to keep, and what exists no more."""
    for mask, positions in ((old, source.clamp(min=0)), (new, None)):
        if mask is not None:
            there = mask if positions is None else mask[positions]
            source = torch.where(there == 0, NEW, source)
    return source


def _layers(
    new: Spec, layout: Layout, source: Tensor, mask_P: Tensor | None
) -> tuple[LayerReport, ...]:
    kept = {shape.id: 0 for shape in new.shapes}
    total = dict(kept)
    for slot in layout.slots:
        kept[slot.layer] += int((slot.view(source) != NEW).sum())
        there = slot.size if mask_P is None else int(slot.view(mask_P).count_nonzero())
        total[slot.layer] += there
    return tuple(LayerReport(layer, kept[layer], total[layer] - kept[layer]) for layer in kept)
