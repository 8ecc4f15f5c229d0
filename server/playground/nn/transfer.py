"""What an edit keeps of the parameters: a map from the new flat vector into the old one."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor

from playground.nn.program import WEIGHTED, Layout, wiring_of
from playground.spec.network import INPUT
from playground.spec.project import Spec

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
class Report:
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
    report: Report


def plan(old: Spec, new: Spec) -> Transfer:
    """Layers are matched by id, units by index; the first layer's inputs by feature or column.

    A layer that moves keeps its own weights, as far as its new inputs allow. Of maps made flat
    only those of one size match, and a kernel of another size begins anew.
    """
    layout = Layout.of(new.shapes)
    source = _source(Layout.of(old.shapes), layout, _columns(old), _columns(new))
    wired_old, wired = wiring_of(old), wiring_of(new)
    source = _wired(source, wired_old, wired)
    buffers = _source(Layout.of_buffers(old.shapes), Layout.of_buffers(new.shapes), {}, {})
    layers = _layers(new, layout, source, wired)
    removed = tuple(
        shape.id for shape in old.shapes if shape.id not in {each.id for each in layers}
    )
    dropped = _count(old, wired_old) - sum(layer.kept for layer in layers)
    return Transfer(source, buffers, Report(layers, removed, dropped))


def in_use(spec: Spec) -> int:
    """Parameters that there are: all but the weights that a density leaves out."""
    return _count(spec, wiring_of(spec))


def _count(spec: Spec, wired: Tensor | None) -> int:
    return spec.parameter_count if wired is None else int(wired.count_nonzero())


def carry(source: Tensor, old_flat: Tensor, fresh_flat: Tensor) -> Tensor:
    """The new vector: kept elements from the old one, the others from the fresh one."""
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
    """Of dense layers and ungrouped convolutions."""
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
        weighted = shape.kind in WEIGHTED
        if weighted and getattr(shape.layer, "groups", 1) == 1:
            lifted = shape.kind == "conv1d" and len(shape.inputs) == 1
            found[shape.id] = _names("", (1,)) if lifted else [name for p in parts for name in p()]
        outputs[shape.id] = shape.outputs
        if shape.kind == "flatten":
            before = [partial(_names, "", shape.inputs, flat=True)]
        elif shape.outputs != shape.inputs or weighted:
            before = [partial(_names, "", shape.outputs)]
        else:
            before = parts
    return found


Names = Callable[[], list[Hashable]]
"""Worked out only where weights read them: flattened maps may have millions."""


def _names(source: str, shape: tuple[int, ...], *, flat: bool = False) -> list[Hashable]:
    """One a channel, or one a value of flattened maps, which tells those of another size apart."""
    tail = shape[1:]
    if flat and tail:
        return [
            (source, channel, (tail, place))
            for channel in range(shape[0])
            for place in range(math.prod(tail))
        ]
    return [(source, channel, ()) for channel in range(shape[0])]


def _wired(source: Tensor, old: Tensor | None, new: Tensor | None) -> Tensor:
    """What was not wired has nothing to keep, and what is not wired any more keeps nothing."""
    for wiring, positions in ((old, source.clamp(min=0)), (new, None)):
        if wiring is not None:
            there = wiring if positions is None else wiring[positions]
            source = torch.where(there == 0, NEW, source)
    return source


def _layers(
    new: Spec, layout: Layout, source: Tensor, wired: Tensor | None
) -> tuple[LayerReport, ...]:
    kept = {shape.id: 0 for shape in new.shapes}
    total = dict(kept)
    for slot in layout.slots:
        kept[slot.layer] += int((slot.view(source) != NEW).sum())
        there = slot.size if wired is None else int(slot.view(wired).count_nonzero())
        total[slot.layer] += there
    return tuple(LayerReport(layer, kept[layer], total[layer] - kept[layer]) for layer in kept)
