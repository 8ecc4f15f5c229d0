"""Intertwined arms, one a class."""

from __future__ import annotations

from playground.spec.datasets.base import ON_PLANE_IN_CLASSES, DatasetKind

KIND = DatasetKind(group="points", place=4, max_classes=6, options=ON_PLANE_IN_CLASSES)
