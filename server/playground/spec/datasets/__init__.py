"""The data sets, one module each: their facts, in the order in which the page offers them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from playground.spec.datasets.base import GROUPS, DatasetKind
from playground.spec.folder import read_folder

_FOUND = read_folder(__name__, __path__, DatasetKind, "KIND")

DATASETS: dict[str, DatasetKind] = dict(
    sorted(_FOUND.items(), key=lambda row: (GROUPS.index(row[1].group), row[1].place, row[0]))
)

if TYPE_CHECKING:
    DatasetName = str
else:
    DatasetName = Literal[tuple(DATASETS)]
