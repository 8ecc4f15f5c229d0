"""Two half circles that reach into each other."""

from __future__ import annotations

from playground.spec.datasets.base import DatasetKind

KIND = DatasetKind(group="points", place=5)
