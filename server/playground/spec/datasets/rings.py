"""Rings around one another, one a class."""

from __future__ import annotations

from playground.spec.datasets.base import ON_PLANE_IN_CLASSES, DatasetKind

KIND = DatasetKind(
    group="many", place=1, max_classes=6, usual_classes=3, options=ON_PLANE_IN_CLASSES
)
