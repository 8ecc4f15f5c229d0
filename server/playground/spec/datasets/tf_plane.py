"""A number that rises along the diagonal, as TensorFlow Playground draws it."""

from __future__ import annotations

from playground.spec.datasets.base import DatasetKind

KIND = DatasetKind(group="tensorflow", place=5, regression=True)
