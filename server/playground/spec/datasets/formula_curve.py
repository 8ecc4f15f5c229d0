"""A formula f(x1) that the user types."""

from __future__ import annotations

from playground.spec.datasets._formula import FormulaKind

KIND = FormulaKind(place=1, form="line")
