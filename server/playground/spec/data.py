"""The data set of a spec: which samples, how many, and what of them the network sees.

Sets have one of four forms. On the line or the plane the network sees chosen features of x₁ and
x₂; of a table it sees columns, standardized; of an image its pixels.
"""

from __future__ import annotations

import math
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, StringConstraints, model_validator

from playground.spec.base import Fix, Model, SpecProblem, add
from playground.spec.datasets import DATASETS, DatasetName
from playground.spec.datasets.base import (
    DOMAIN,
    STANDARD_DOMAIN,
    DatasetKind,
    Form,
)
from playground.spec.formula_values import Checked, checked
from playground.spec.upload import Upload

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

MAX_PAINTED = 1000
MAX_DRAWN_CLASSES = 10
"""Of sets that are drawn; a table has as many as its target."""

ColumnName = Annotated[str, StringConstraints(max_length=80)]
Coordinate = Annotated[float, Field(ge=DOMAIN[0], le=DOMAIN[1])]


class DataSpec(Model):
    """Samples of `dataset` by `seed`; the first `train_fraction` of them train the network.

    Fields that the data set does not use are kept for when it changes back: `classes` and
    `features`, `formula` of the formula sets, `painted` points (x₁, x₂, class) of the painted one,
    `image_size`, `shift` and `rotation` (both relative to their most) of drawn images, and
    `columns` of a table, none of which means all.
    """

    dataset: DatasetName = "spiral"
    samples: Annotated[int, Field(ge=20, le=5000)] = 500
    noise: Annotated[float, Field(ge=0, le=1)] = 0.1
    train_fraction: Annotated[float, Field(ge=0.1, le=0.9)] = 0.7
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1
    classes: Annotated[int, Field(ge=2, le=MAX_DRAWN_CLASSES)] = 2
    features: Annotated[tuple[FeatureName, ...], Field(min_length=1, max_length=9)] = ("x1", "x2")
    formula: Annotated[str, StringConstraints(max_length=200)] = "sin(x1)"
    painted: Annotated[
        tuple[tuple[Coordinate, Coordinate, Annotated[int, Field(ge=0, lt=6)]], ...],
        Field(max_length=MAX_PAINTED),
    ] = ()
    image_size: Literal[16, 28] = 16
    shift: Annotated[float, Field(ge=0, le=1)] = 0.5
    rotation: Annotated[float, Field(ge=0, le=1)] = 0.0
    columns: Annotated[tuple[ColumnName, ...], Field(max_length=64)] = ()
    upload: Upload | None = None

    @property
    def kind(self) -> DatasetKind:
        return DATASETS[self.dataset]

    @property
    def form(self) -> Form:
        return self.kind.form_of(self)

    @property
    def has_features(self) -> bool:
        """Whether the network sees features of x₁ and x₂, on the line or the plane."""
        return self.form in ("line", "plane")

    @property
    def is_image(self) -> bool:
        return self.form == "image"

    @property
    def uploaded(self) -> Upload | None:
        """The table that it is read from; None of a set that is not uploaded."""
        return self.upload if "upload" in self.kind.options else None

    @property
    def task(self) -> Task:
        if self.kind.is_regression(self):
            return "regression"
        return "binary" if self.class_count == 2 else "multiclass"

    @property
    def class_count(self) -> int:
        """Classes to tell apart, whatever the task."""
        return self.kind.class_count(self)

    @property
    def data_signature(self) -> tuple[object, ...]:
        """What inputs and targets are: what was learned of other ones is no start for these.

        Which features or columns of one table the network sees does not count: weights are kept by
        their names.
        """
        classes = 0 if self.task == "regression" else self.class_count
        held = self.image_shape if self.is_image else self.kind.all_columns(self)
        return self.form, classes, self.kind.target_name(self), held

    @property
    def input_shape(self) -> tuple[int, ...]:
        """What the network sees of one sample: (F,), or (1, H, W) of an image."""
        return (1, *self.image_shape) if self.is_image else (len(self.input_names),)

    @property
    def image_shape(self) -> tuple[int, int]:
        """Height and width in pixels."""
        return self.kind.image_shape(self)

    @property
    def input_names(self) -> tuple[str, ...]:
        """Names of the numbers that the network sees; none for pixels."""
        return self.kind.input_names(self)

    @property
    def inputs(self) -> int:
        """Numbers that the network sees of one sample."""
        return math.prod(self.input_shape)

    @property
    def domain(self) -> tuple[float, float]:
        """Least and greatest of both axes of the picture plane."""
        return DOMAIN if self.has_features else STANDARD_DOMAIN

    @property
    def size(self) -> int:
        """Samples, those that train and those that test."""
        return self.kind.size(self)

    @property
    def train_samples(self) -> int:
        """At least one point trains and at least one tests."""
        if self.tests_what_it_trains:
            return self.size
        return min(self.size - 1, max(1, round(self.size * self.train_fraction)))

    @property
    def tests_what_it_trains(self) -> bool:
        return self.kind.tests_what_it_trains(self)

    @property
    def checked_formula(self) -> Checked:
        """The formula of a formula set, checked. Raises `SpecProblem` for a formula that cannot be learned."""
        return checked(self.formula, self.kind.dimensions, *self.domain)

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if len(set(self.features)) != len(self.features):
            raise SpecProblem(
                "feature_twice",
                "Each input feature can be used only once. Remove the duplicate.",
                "/data/features",
            )
        most = self.kind.max_classes
        if not self.kind.regression and self.classes > most:
            raise SpecProblem(
                "too_many_classes",
                f"The data set “{self.dataset}” can have at most {most} classes. Choose fewer.",
                "/data/classes",
                {"dataset": self.dataset, "most": most},
                (Fix("fewer_classes", (add("/data/classes", most),), {"classes": most}),),
            )
        if self.form == "line" and not FEATURES_OF_X1.issuperset(self.features):
            left = [name for name in self.features if name in FEATURES_OF_X1] or ["x1"]
            raise SpecProblem(
                "feature_of_x2",
                f"The data set “{self.dataset}” has only one input, x₁. Choose features of x₁.",
                "/data/features",
                {"dataset": self.dataset},
                (Fix("features_of_x1", (add("/data/features", left),)),),
            )
        self.kind.check(self)
        return self
