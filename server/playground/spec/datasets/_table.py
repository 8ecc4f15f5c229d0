"""The kind of a table that ships with the program."""

from __future__ import annotations

from dataclasses import dataclass

from playground.spec.base import Fix, SpecProblem, add
from playground.spec.datasets.base import DRAWN, Choices, DatasetKind, Form, Group, Option


@dataclass(frozen=True, slots=True, kw_only=True)
class TableKind(DatasetKind):
    """`given` and `columns` are those of the file, the columns in their order there."""

    group: Group = "tables"
    form: Form = "table"
    options: frozenset[Option] = DRAWN | {"columns"}

    def input_names(self, chosen: Choices) -> tuple[str, ...]:
        return chosen.columns or self.columns

    def check(self, chosen: Choices) -> None:
        unknown = next((name for name in chosen.columns if name not in self.columns), None)
        if unknown is not None:
            raise SpecProblem(
                "no_such_column",
                f"The data set “{chosen.dataset}” has no column “{unknown[:60]}”. Choose one that it has.",
                "/data/columns",
                {"dataset": chosen.dataset, "column": unknown[:60]},
                (Fix("all_columns", (add("/data/columns", []),)),),
            )
        if len(set(chosen.columns)) != len(chosen.columns):
            raise SpecProblem(
                "column_twice",
                "Each column can be used only once. Remove the duplicate.",
                "/data/columns",
            )
