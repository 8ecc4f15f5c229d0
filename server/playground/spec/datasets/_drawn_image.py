"""The kind of pictures that are drawn, of a size and with a shift and a turn that can be chosen."""

from __future__ import annotations

from dataclasses import dataclass

from playground.spec.datasets.base import DRAWN, DatasetKind, Form, Group, Option


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnImageKind(DatasetKind):
    group: Group = "images"
    form: Form = "image"
    options: frozenset[Option] = DRAWN | {"classes", "image_size", "shift", "rotation"}
