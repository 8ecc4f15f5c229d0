"""The kind of a regression whose target is a formula that the user types."""

from __future__ import annotations

from dataclasses import dataclass

from playground.spec.base import Fix, SpecProblem, add
from playground.spec.datasets.base import DOMAIN, ON_PLANE, Choices, DatasetKind, Group, Option
from playground.spec.formula import parse, variables
from playground.spec.formula_tokens import POINTER
from playground.spec.formula_values import checked


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaKind(DatasetKind):
    group: Group = "own"
    regression: bool = True
    options: frozenset[Option] = ON_PLANE | {"formula"}
    targets_within_one: bool = False

    def check(self, chosen: Choices) -> None:
        """Raise `SpecProblem` for a formula that cannot be learned."""
        if self.form == "line" and "x2" in variables(parse(chosen.formula)):
            raise SpecProblem(
                "formula_of_x2",
                "A curve f(x1) has one input. Use only x1, or choose the surface f(x1, x2).",
                POINTER,
                {},
                (Fix("surface_instead", (add("/data/dataset", "formula_surface"),)),),
            )
        checked(chosen.formula, self.dimensions, *DOMAIN)
