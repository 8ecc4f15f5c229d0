"""What an edit keeps of the parameters: a map from the new flat vector into the old one."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from playground.nn.program import Layout
from playground.spec.project import Spec

NEW = -1
"""Marks an element that is begun anew."""


@dataclass(frozen=True, slots=True)
class LayerReport:
    """How many of one layer's parameters were kept, and how many begun anew."""

    id: str
    kept: int
    new: int


@dataclass(frozen=True, slots=True)
class Report:
    """What became of each layer of the new network, and which of the old are gone."""

    layers: tuple[LayerReport, ...]
    layers_removed: tuple[str, ...]

    @property
    def layers_kept(self) -> tuple[str, ...]:
        return tuple(layer.id for layer in self.layers if not layer.new)

    @property
    def layers_partly(self) -> tuple[str, ...]:
        return tuple(layer.id for layer in self.layers if layer.kept and layer.new)

    @property
    def layers_new(self) -> tuple[str, ...]:
        return tuple(layer.id for layer in self.layers if not layer.kept)

    @property
    def parameters_kept(self) -> int:
        return sum(layer.kept for layer in self.layers)

    @property
    def parameters_new(self) -> int:
        return sum(layer.new for layer in self.layers)


@dataclass(frozen=True, slots=True)
class Transfer:
    """`source` int64 [P of the new]: the position in the old flat vector, or NEW."""

    source: Tensor
    report: Report


def plan(old: Spec, new: Spec) -> Transfer:
    """Layers are matched by id, units by index; inputs of the first layer by feature.

    A layer that moves keeps its own weights, as far as its new number of inputs allows.
    """
    old_layout, new_layout = Layout.of(old.shapes), Layout.of(new.shapes)
    places = old_layout.views(torch.arange(old_layout.size))
    source = torch.full((new_layout.size,), NEW, dtype=torch.int64)
    for key, target in new_layout.views(source).items():
        place = places.get(key)
        if place is None:
            continue
        units = min(len(place), len(target))
        if target.ndim == 1:
            target[:units] = place[:units]
        else:
            of_new, of_old = _columns(key.rpartition(".")[0], old, new, place, target)
            target[:units, of_new] = place[:units, of_old]
    return Transfer(source, _report(old, new, new_layout, source))


def carry(transfer: Transfer, old_flat: Tensor, fresh_flat: Tensor) -> Tensor:
    """The new vector: kept elements from the old one, the others from the fresh one."""
    source = transfer.source.to(old_flat.device)
    return torch.where(source == NEW, fresh_flat, old_flat[source.clamp(min=0)])


def _columns(
    layer: str, old: Spec, new: Spec, place: Tensor, target: Tensor
) -> tuple[list[int], list[int]]:
    """Matching input columns of a layer's weight, in the new and in the old."""
    if layer == old.shapes[0].id == new.shapes[0].id:
        before, after = old.data.features, new.data.features
        both = [name for name in after if name in before]
        return [after.index(name) for name in both], [before.index(name) for name in both]
    common = list(range(min(place.shape[1], target.shape[1])))
    return common, common


def _report(old: Spec, new: Spec, layout: Layout, source: Tensor) -> Report:
    kept = {shape.id: 0 for shape in new.shapes}
    total = dict(kept)
    for slot in layout.slots:
        kept[slot.layer] += int((slot.view(source) != NEW).sum())
        total[slot.layer] += slot.size
    return Report(
        tuple(LayerReport(layer, kept[layer], total[layer] - kept[layer]) for layer in kept),
        tuple(shape.id for shape in old.shapes if shape.id not in kept),
    )
