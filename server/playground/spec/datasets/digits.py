"""Handwritten digits, which ship with scikit-learn."""

from __future__ import annotations

from playground.spec.datasets.base import DRAWN, DatasetKind

KIND = DatasetKind(
    group="images",
    place=1,
    form="image",
    max_classes=10,
    usual_classes=10,
    options=DRAWN | {"classes"},
    given=(178, 182, 177, 183, 181, 182, 181, 179, 174, 180),
    side=8,
)
