"""A curve over one input, with noise about it."""

from __future__ import annotations

from playground.spec.datasets.base import DatasetKind

KIND = DatasetKind(group="curves", place=1, form="line", regression=True)
