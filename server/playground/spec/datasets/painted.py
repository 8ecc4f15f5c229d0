"""Points that the user painted on the plane: as they are, whatever the noise."""

from __future__ import annotations

from dataclasses import dataclass

from playground.spec.base import Fix, SpecProblem, add
from playground.spec.datasets.base import Choices, DatasetKind

FEW = 10
"""Fewer painted points are not split: all of them train, and all of them test."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaintedKind(DatasetKind):
    def size(self, chosen: Choices) -> int:
        return len(chosen.painted)

    def tests_what_it_trains(self, chosen: Choices) -> bool:
        return len(chosen.painted) < FEW

    def check(self, chosen: Choices) -> None:
        found = {label for _, _, label in chosen.painted}
        if len(found) < 2:
            raise SpecProblem(
                "too_few_painted",
                "There are too few classes to learn. Paint points of at least two.",
                "/data/painted",
            )
        needed = max(found) + 1
        if needed > chosen.classes:
            raise SpecProblem(
                "painted_class_missing",
                f"There are painted points of class {needed}, but the set-up has only"
                f" {chosen.classes} classes. Increase the number, or erase those points.",
                "/data/classes",
                {"class": needed, "classes": chosen.classes},
                (Fix("more_classes", (add("/data/classes", needed),), {"classes": needed}),),
            )


KIND = PaintedKind(group="own", place=3, max_classes=6, options=frozenset({"features", "painted"}))
