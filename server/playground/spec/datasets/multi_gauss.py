"""A landscape of six bumps, up and down."""

from __future__ import annotations

from playground.spec.datasets.base import DatasetKind

KIND = DatasetKind(group="curves", place=3, regression=True)
