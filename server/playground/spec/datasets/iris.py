"""Flowers of three kinds, measured."""

from __future__ import annotations

from playground.spec.datasets._table import TableKind
from playground.spec.datasets.base import DRAWN

KIND = TableKind(
    place=1,
    max_classes=3,
    usual_classes=3,
    options=DRAWN | {"columns", "classes"},
    given=(50, 50, 50),
    columns=(
        "sepal_length",
        "sepal_width",
        "petal_length",
        "petal_width",
    ),
)
