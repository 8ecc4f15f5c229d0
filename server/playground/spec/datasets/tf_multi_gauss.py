"""Six cones, up and down, as TensorFlow Playground draws them."""

from __future__ import annotations

from playground.spec.datasets.base import DatasetKind

KIND = DatasetKind(group="tensorflow", place=6, regression=True)
