"""Slices of a round cake, one a class."""

from __future__ import annotations

from playground.spec.datasets.base import ON_PLANE_IN_CLASSES, DatasetKind

KIND = DatasetKind(
    group="many", place=2, max_classes=6, usual_classes=4, options=ON_PLANE_IN_CLASSES
)
