"""A number that rises evenly along the diagonal."""

from __future__ import annotations

from playground.spec.datasets.base import DatasetKind

KIND = DatasetKind(group="curves", place=2, regression=True)
