"""Wines of three grape varieties, by their chemistry."""

from __future__ import annotations

from playground.spec.datasets._table import TableKind
from playground.spec.datasets.base import DRAWN

KIND = TableKind(
    place=2,
    max_classes=3,
    usual_classes=3,
    options=DRAWN | {"columns", "classes"},
    given=(59, 71, 48),
    columns=(
        "alcohol",
        "malic_acid",
        "ash",
        "alcalinity_of_ash",
        "magnesium",
        "total_phenols",
        "flavanoids",
        "nonflavanoid_phenols",
        "proanthocyanins",
        "color_intensity",
        "hue",
        "od280_or_od315_of_diluted_wines",
        "proline",
    ),
)
