"""Two arms, as TensorFlow Playground draws them."""

from __future__ import annotations

from playground.spec.datasets.base import DatasetKind

KIND = DatasetKind(group="tensorflow", place=4)
