"""The data set of a spec: which points, how many, and which features of them the network sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from playground.spec.base import Model, SpecProblem

DatasetName = Literal[
    "xor",
    "circle",
    "spiral",
    "gaussians",
    "moons",
    "checkerboard",
    "plane",
    "multi_gauss",
    "curve",
]
FeatureName = Literal[
    "x1",
    "x2",
    "x1_squared",
    "x2_squared",
    "x1x2",
    "sin_x1",
    "sin_x2",
    "cos_x1",
    "cos_x2",
]
Task = Literal["binary", "multiclass", "regression"]

FEATURES: tuple[FeatureName, ...] = get_args(FeatureName)
FEATURES_OF_X1: frozenset[FeatureName] = frozenset({"x1", "x1_squared", "sin_x1", "cos_x1"})

DOMAIN = (-6.0, 6.0)
"""The square of the input plane that pictures show, and that the toy data lie in."""


@dataclass(frozen=True, slots=True)
class DatasetKind:
    """What the spec needs to know of a data set; how its points are drawn is `data`'s matter."""

    regression: bool = False
    dimensions: Literal[1, 2] = 2
    most_classes: int = 2


DATASETS: dict[DatasetName, DatasetKind] = {
    "xor": DatasetKind(),
    "circle": DatasetKind(),
    "spiral": DatasetKind(most_classes=6),
    "gaussians": DatasetKind(most_classes=6),
    "moons": DatasetKind(),
    "checkerboard": DatasetKind(),
    "plane": DatasetKind(regression=True),
    "multi_gauss": DatasetKind(regression=True),
    "curve": DatasetKind(regression=True, dimensions=1),
}


class DataSpec(Model):
    """Points drawn from `dataset` by `seed`; the first `train_fraction` of them train the network."""

    dataset: DatasetName = "spiral"
    samples: Annotated[int, Field(ge=20, le=5000)] = 500
    noise: Annotated[float, Field(ge=0, le=1)] = 0.1
    train_fraction: Annotated[float, Field(ge=0.1, le=0.9)] = 0.7
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1
    classes: Annotated[int, Field(ge=2, le=6)] = 2
    features: Annotated[tuple[FeatureName, ...], Field(min_length=1, max_length=9)] = ("x1", "x2")

    @property
    def kind(self) -> DatasetKind:
        return DATASETS[self.dataset]

    @property
    def task(self) -> Task:
        if self.kind.regression:
            return "regression"
        return "binary" if self.classes == 2 else "multiclass"

    @property
    def train_samples(self) -> int:
        """At least one point trains and at least one tests."""
        return min(self.samples - 1, max(1, round(self.samples * self.train_fraction)))

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if len(set(self.features)) != len(self.features):
            raise SpecProblem(
                "feature_twice", "Each input feature can be used once.", "/data/features"
            )
        if self.classes > self.kind.most_classes:
            raise SpecProblem(
                "too_many_classes",
                f"The data set “{self.dataset}” has at most {self.kind.most_classes} classes.",
                "/data/classes",
                {"dataset": self.dataset, "most": self.kind.most_classes},
            )
        if self.kind.dimensions == 1 and not FEATURES_OF_X1.issuperset(self.features):
            raise SpecProblem(
                "feature_of_x2",
                f"The data set “{self.dataset}” has one input, x₁: choose features of x₁ only.",
                "/data/features",
                {"dataset": self.dataset},
            )
        return self
