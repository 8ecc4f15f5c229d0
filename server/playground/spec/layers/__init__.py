"""Kinds of layers: the folder is the table, a module a kind."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, TypeAlias

from playground.spec.folder import read_folder
from playground.spec.layers.base import Layer, LayerKind

LAYERS = read_folder(__name__, __path__, LayerKind, "KIND")

if TYPE_CHECKING:
    PlainLayer: TypeAlias = Layer
else:
    PlainLayer = reduce(or_, (row.model for row in LAYERS.values()))
