"""Discs, squares, triangles, crosses and rings."""

from __future__ import annotations

from playground.spec.datasets._drawn_image import DrawnImageKind

KIND = DrawnImageKind(place=4, max_classes=5, usual_classes=5)
