"""Networks around each kind of layer, made from its row: on vectors, lines and maps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from playground.spec.base import SpecProblem
from playground.spec.layers import LAYERS
from playground.spec.layers.base import Trainable, Weighted
from playground.spec.project import Spec, parse
from playground.spec.shapes import LayerShape

Json = dict[str, Any]

ID = "x"
"""The id of the layer that a case is about."""

NINE = [
    "x1", "x2", "x1_squared", "x2_squared", "x1x2", "sin_x1", "sin_x2", "cos_x1", "cos_x2"
]  # fmt: skip
PLANE = {"data": {"samples": 60, "features": NINE}}
IMAGES = {
    "data": {"dataset": "bars", "samples": 40, "classes": 4},
    "training": {"loss": {"kind": "cross_entropy"}},
}
BEFORE: dict[str, tuple[Json, list[Json]]] = {
    "features": (PLANE, []),
    "a vector": (PLANE, [{"kind": "dense", "id": "a", "units": 6}]),
    "a line": (PLANE, [{"kind": "conv1d", "id": "a", "units": 4, "activation": "tanh"}]),
    "images": (IMAGES, []),
    "maps": (
        IMAGES,
        [{"kind": "conv2d", "id": "a", "units": 4, "stride": 2, "activation": "tanh"}],
    ),
}
SHARED = {*Trainable.model_fields, *Weighted.model_fields, "kind", "id"}
"""Fields that are tested apart."""


@dataclass(frozen=True, slots=True)
class Case:
    """One layer in one place, alone before the output or behind what makes a vector, line or maps."""

    kind: str
    name: str
    spec: Spec

    @property
    def shape(self) -> LayerShape:
        return next(shape for shape in self.spec.shapes if shape.id == ID)

    @property
    def position(self) -> int:
        return self.spec.shapes.index(self.shape)

    def __str__(self) -> str:
        return f"{self.kind} of {self.name}"


def document(place: str, layer: Json, *after: Json) -> Json:
    """A set-up with the layer in one of the places."""
    base, before = BEFORE[place]
    return {**base, "network": {"layers": [*before, layer, *after]}}


def network(place: str, kind: str, **settings: Any) -> Spec:
    """The set-up with a layer of the kind, made a vector of where it gives maps.

    Raises `SpecProblem` where the kind cannot be.
    """
    layer = {"kind": kind, "id": ID, **settings}
    try:
        return parse(document(place, layer))
    except SpecProblem as problem:
        if problem.code != "needs_vector" or not problem.pointer.startswith("/network/output"):
            raise
        return parse(document(place, layer, {"kind": "flatten", "id": "f"}))


def variants(kind: str) -> Iterator[tuple[str, Json]]:
    """The settings that the kind begins with, and those with one field changed.

    Its activation is one without a kink, of which finite differences would tell nothing.
    """
    fields = LAYERS[kind].model.model_fields
    smooth = {"activation": "tanh"} if "activation" in fields else {}
    yield "", smooth
    for name, field in fields.items():
        if name in SHARED or name == "activation":
            continue
        for value in _others(field.annotation, field.default):
            yield f", {name} {value}", smooth | {name: value}


def _others(annotation: Any, default: Any) -> list[Any]:
    if get_origin(annotation) is Literal:
        return [value for value in get_args(annotation) if value != default]
    if isinstance(default, bool):
        return [not default]
    if isinstance(default, int):
        return [default + 1]
    return [default / 2] if isinstance(default, float) else []


def cases(kind: str) -> list[Case]:
    """All that fit: as it begins everywhere, with another setting behind a vector, line and maps."""
    found = []
    for place, (_, before) in BEFORE.items():
        for name, settings in variants(kind):
            if name and not before:
                continue
            try:
                found.append(Case(kind, place + name, network(place, kind, **settings)))
            except SpecProblem:
                continue
    return found


def refused(kind: str) -> list[tuple[Json, SpecProblem]]:
    """Set-ups with the kind as it begins where it cannot be, and what is said of them."""
    found = []
    for place in BEFORE:
        layer = {"kind": kind, "id": ID}
        try:
            network(place, kind)
        except SpecProblem as problem:
            found.append((document(place, layer), problem))
    return found


EVERY = [case for kind in LAYERS for case in cases(kind)]
