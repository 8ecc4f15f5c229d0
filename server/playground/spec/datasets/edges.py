"""Soft edges of four orientations."""

from __future__ import annotations

from playground.spec.datasets._drawn_image import DrawnImageKind

KIND = DrawnImageKind(place=2, max_classes=4, usual_classes=4)
