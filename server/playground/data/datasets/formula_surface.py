"""A surface f(x1, x2) by the formula that the user typed."""

from __future__ import annotations

from playground.data.datasets._formula import formula
from playground.data.datasets.base import drawn

SOURCE = drawn(formula)
