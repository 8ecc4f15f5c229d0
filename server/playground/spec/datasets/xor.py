"""Four squares, of which those that touch at a corner are of one class."""

from __future__ import annotations

from playground.spec.datasets.base import DatasetKind

KIND = DatasetKind(group="points", place=2)
