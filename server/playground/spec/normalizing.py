"""The edit that normalizes what the hidden layers' activations see: between weights and activation.

As Ioffe & Szegedy (2015), section 3.2, place it. Behind the activation, or at one layer alone, it
cures neither saturated units nor gradients that grow or vanish from layer to layer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from playground.spec.base import Fix, add, replace
from playground.spec.layers import LAYERS
from playground.spec.network import MAX_EXPANDED, MAX_IN_BLOCK, MAX_LAYERS, Block
from playground.spec.project import Spec

FEW_SAMPLES = 8
"""Fewer in a batch tell too little of a unit's mean: each sample is normalized by itself."""
NORMS = frozenset({"batch_norm", "layer_norm", "group_norm"})


def normalize(spec: Spec) -> Iterator[Fix]:
    """Offer it to a network whose layers have room for it and are not normalized yet."""
    layers = spec.network.layers
    kind = "batch_norm" if spec.training.batch_size >= FEW_SAMPLES else "layer_norm"
    edit = _Edit(kind, {each.id for each in spec.shapes} | _names(layers))
    for at, layer in reversed(list(enumerate(layers))):
        if isinstance(layer, Block):
            edit.within(f"/network/layers/{at}/layers", layer.layers)
    edit.within("/network/layers", layers)
    outside = {layer.id for layer in layers}
    moved: list[dict[str, Any]] = []
    for at, skip in enumerate(spec.network.skips):
        if skip.source in edit.ends:
            moved.append(replace(f"/network/skips/{at}/source", edit.ends[skip.source]))
        elif skip.source not in outside:
            # Out of a copy within a block: what it would lead from has other names.
            return
    if edit.patch and _has_room(spec, edit):
        yield Fix("normalize", (*edit.patch, *moved))


class _Edit:
    """Collects the operations, those of the last layers first: each leaves the places before it as they are."""

    def __init__(self, kind: str, taken: set[str]) -> None:
        self._kind, self._taken = kind, taken
        self.patch: list[dict[str, Any]] = []
        self.added: dict[str, int] = {}
        """Layers that come into each list, by its pointer."""
        self.ends: dict[str, str] = {}
        """The layers whose output is now that of another, and which."""

    def within(self, pointer: str, layers: Sequence[Any]) -> None:
        for at in reversed(range(len(layers))):
            layer = layers[at]
            next_kind = layers[at + 1].kind if at + 1 < len(layers) else ""
            if isinstance(layer, Block) or not LAYERS[layer.kind].weighted or next_kind in NORMS:
                continue
            behind = [self._layer(self._kind, "norm")]
            if layer.activation != "identity":
                self.patch.append(replace(f"{pointer}/{at}/activation", "identity"))
                behind.append(self._layer("activation", "act", activation=layer.activation))
            if layer.activation != "identity" or next_kind != "activation":
                self.ends[layer.id] = behind[-1]["id"]
            self.patch += [add(f"{pointer}/{at + 1}", each) for each in reversed(behind)]
            self.added[pointer] = self.added.get(pointer, 0) + len(behind)

    def _layer(self, kind: str, stem: str, **changed: Any) -> dict[str, Any]:
        """Make a layer with all that it says, as the server will have it."""
        model = LAYERS[kind].model(id=self._name(stem), **changed)
        return model.model_dump(mode="json")

    def _name(self, stem: str) -> str:
        number = next(at for at in range(1, 1000) if f"{stem}{at}" not in self._taken)
        self._taken.add(f"{stem}{number}")
        return f"{stem}{number}"


def _names(layers: Sequence[Any]) -> set[str]:
    inner = {each.id for layer in layers if isinstance(layer, Block) for each in layer.layers}
    return inner | {layer.id for layer in layers}


def _has_room(spec: Spec, edit: _Edit) -> bool:
    layers = spec.network.layers
    expanded = len(spec.shapes) + edit.added.get("/network/layers", 0)
    for at, layer in enumerate(layers):
        more = edit.added.get(f"/network/layers/{at}/layers", 0)
        if isinstance(layer, Block):
            expanded += layer.repeat * more
            if len(layer.layers) + more > MAX_IN_BLOCK:
                return False
    total = len(layers) + edit.added.get("/network/layers", 0)
    return total <= MAX_LAYERS and expanded <= MAX_EXPANDED
