"""The data set of a spec: which samples, how many, and what of them the network sees.

Sets have one of four forms. On the line or the plane the network sees chosen features of x₁ and
x₂; of a table it sees columns, standardised; of an image its pixels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, StringConstraints, model_validator

from playground.spec.base import Fix, Model, SpecProblem, add
from playground.spec.formula import parse, variables
from playground.spec.formula_tokens import POINTER as FORMULA
from playground.spec.formula_values import Checked, checked
from playground.spec.tables import TABLES
from playground.spec.upload import Upload

DatasetName = Literal[
    "xor",
    "circle",
    "spiral",
    "gaussians",
    "moons",
    "checkerboard",
    "rings",
    "sectors",
    "plane",
    "multi_gauss",
    "curve",
    "formula_curve",
    "formula_surface",
    "painted",
    "tf_circle",
    "tf_xor",
    "tf_gauss",
    "tf_spiral",
    "tf_plane",
    "tf_multi_gauss",
    "digits",
    "edges",
    "bars",
    "shapes",
    "iris",
    "wine",
    "breast_cancer",
    "diabetes",
    "upload",
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
Form = Literal["line", "plane", "table", "image"]

FEATURES: tuple[FeatureName, ...] = get_args(FeatureName)
FEATURES_OF_X1: frozenset[FeatureName] = frozenset({"x1", "x1_squared", "sin_x1", "cos_x1"})

DOMAIN = (-6.0, 6.0)
"""The square of the input plane that pictures show, and that the toy data lie in."""

STANDARD_DOMAIN = (-3.5, 3.5)
"""The same for standardised columns and principal components, in standard deviations."""

MAX_CLASSES = 10
MAX_PAINTED = 1000
FEW_PAINTED = 10
"""Fewer painted points are not split: all of them train, and all of them test."""

DIGITS_SIZE = 8

FORMULAS: frozenset[DatasetName] = frozenset({"formula_curve", "formula_surface"})


@dataclass(frozen=True, slots=True)
class DatasetKind:
    """What the spec needs to know of a data set; how its points are drawn is `data`'s matter.

    `given` are the samples of each class in a set that is not drawn (or of all, for a regression).
    """

    form: Form = "plane"
    regression: bool = False
    max_classes: int = 2
    given: tuple[int, ...] = ()

    @property
    def dimensions(self) -> int:
        """Inputs that a picture of the whole data has as axes: 1 or 2."""
        return 1 if self.form == "line" else 2


DATASETS: dict[DatasetName, DatasetKind] = {
    "xor": DatasetKind(),
    "circle": DatasetKind(),
    "spiral": DatasetKind(max_classes=6),
    "gaussians": DatasetKind(max_classes=6),
    "moons": DatasetKind(),
    "checkerboard": DatasetKind(),
    "rings": DatasetKind(max_classes=6),
    "sectors": DatasetKind(max_classes=6),
    "plane": DatasetKind(regression=True),
    "multi_gauss": DatasetKind(regression=True),
    "curve": DatasetKind("line", regression=True),
    "formula_curve": DatasetKind("line", regression=True),
    "formula_surface": DatasetKind(regression=True),
    "painted": DatasetKind(max_classes=6),
    "tf_circle": DatasetKind(),
    "tf_xor": DatasetKind(),
    "tf_gauss": DatasetKind(),
    "tf_spiral": DatasetKind(),
    "tf_plane": DatasetKind(regression=True),
    "tf_multi_gauss": DatasetKind(regression=True),
    "digits": DatasetKind(
        "image", max_classes=10, given=(178, 182, 177, 183, 181, 182, 181, 179, 174, 180)
    ),
    "edges": DatasetKind("image", max_classes=4),
    "bars": DatasetKind("image", max_classes=4),
    "shapes": DatasetKind("image", max_classes=5),
    "iris": DatasetKind("table", max_classes=3, given=(50, 50, 50)),
    "wine": DatasetKind("table", max_classes=3, given=(59, 71, 48)),
    "breast_cancer": DatasetKind("table", given=(212, 357)),
    "diabetes": DatasetKind("table", regression=True, given=(442,)),
    "upload": DatasetKind("table", max_classes=MAX_CLASSES),
}
"""The `tf_` sets are drawn as TensorFlow Playground's; its links become these.

`classes` of a set with more samples of fewer classes leaves the later classes out. Of an upload,
task and form follow from `Upload`.
"""

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
    classes: Annotated[int, Field(ge=2, le=MAX_CLASSES)] = 2
    features: Annotated[tuple[FeatureName, ...], Field(min_length=1, max_length=9)] = ("x1", "x2")
    formula: Annotated[str, StringConstraints(max_length=200)] = "sin(x1)"
    painted: Annotated[
        tuple[tuple[Coordinate, Coordinate, Annotated[int, Field(ge=0, lt=6)]], ...],
        Field(max_length=MAX_PAINTED),
    ] = ()
    image_size: Literal[16, 28] = 16
    shift: Annotated[float, Field(ge=0, le=1)] = 0.5
    rotation: Annotated[float, Field(ge=0, le=1)] = 0.0
    columns: Annotated[tuple[str, ...], Field(max_length=64)] = ()
    upload: Upload | None = None

    @property
    def kind(self) -> DatasetKind:
        return DATASETS[self.dataset]

    @property
    def form(self) -> Form:
        if self.dataset == "upload" and self.upload is not None and self.upload.image is not None:
            return "image"
        return self.kind.form

    @property
    def task(self) -> Task:
        if self.kind.regression:
            return "regression"
        if self.dataset == "upload" and self.upload is not None and not self.upload.classes:
            return "regression"
        return "binary" if self.class_count == 2 else "multiclass"

    @property
    def class_count(self) -> int:
        """Classes to tell apart, whatever the task."""
        if self.dataset == "upload" and self.upload is not None:
            return max(2, self.upload.classes)
        return min(self.classes, self.kind.max_classes)

    @property
    def nature(self) -> tuple[object, ...]:
        """What inputs and targets are: what was learned of another nature is no start for this one.

        Which features or columns of one table the network sees does not count: weights are kept by
        their names.
        """
        uploaded = self.upload if self.dataset == "upload" else None
        target = uploaded.target.name if uploaded is not None else None
        classes = 0 if self.task == "regression" else self.class_count
        return self.form, classes, target, self._held

    @property
    def _held(self) -> tuple[object, ...]:
        """What a sample holds, beyond the form."""
        if self.form == "image":
            return self.image_shape
        if self.dataset == "upload" and self.upload is not None:
            return tuple(column.name for column in self.upload.columns)
        return TABLES[self.dataset] if self.form == "table" else ()

    @property
    def input_shape(self) -> tuple[int, ...]:
        """What the network sees of one sample: (F,), or (1, H, W) of an image."""
        if self.form == "image":
            height, width = self.image_shape
            return 1, height, width
        return (len(self.input_names),)

    @property
    def image_shape(self) -> tuple[int, int]:
        """Height and width in pixels."""
        if self.upload is not None and self.dataset == "upload" and self.upload.image is not None:
            return self.upload.image
        size = DIGITS_SIZE if self.dataset == "digits" else self.image_size
        return size, size

    @property
    def input_names(self) -> tuple[str, ...]:
        """What the numbers are called that the network sees; none for pixels."""
        if self.form == "image":
            return ()
        if self.dataset == "upload" and self.upload is not None:
            return self.upload.input_names
        if self.form == "table":
            return self.columns or TABLES[self.dataset]
        return self.features

    @property
    def inputs(self) -> int:
        """Numbers that the network sees of one sample."""
        return math.prod(self.input_shape)

    @property
    def domain(self) -> tuple[float, float]:
        """Least and greatest of both axes of the picture plane."""
        return DOMAIN if self.form in ("line", "plane") else STANDARD_DOMAIN

    @property
    def size(self) -> int:
        """Samples, those that train and those that test."""
        if self.dataset == "painted":
            return len(self.painted)
        if self.dataset == "upload" and self.upload is not None:
            return self.upload.rows
        given = sum(self.kind.given[: self.classes])
        return min(self.samples, given or self.samples)

    @property
    def train_samples(self) -> int:
        """At least one point trains and at least one tests."""
        if self.tests_what_it_trains:
            return self.size
        return min(self.size - 1, max(1, round(self.size * self.train_fraction)))

    @property
    def tests_what_it_trains(self) -> bool:
        return self.dataset == "painted" and self.size < FEW_PAINTED

    @property
    def checked_formula(self) -> Checked:
        """Of a formula set. Raises `SpecProblem` for a formula that cannot be learned."""
        return checked(self.formula, self.kind.dimensions, *self.domain)

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if len(set(self.features)) != len(self.features):
            raise SpecProblem(
                "feature_twice", "Each input feature can be used once.", "/data/features"
            )
        most = self.kind.max_classes
        if self.dataset != "upload" and not self.kind.regression and self.classes > most:
            raise SpecProblem(
                "too_many_classes",
                f"The data set “{self.dataset}” has at most {most} classes.",
                "/data/classes",
                {"dataset": self.dataset, "most": most},
                (Fix("fewer_classes", (add("/data/classes", most),), {"classes": most}),),
            )
        if self.form == "line" and not FEATURES_OF_X1.issuperset(self.features):
            left = [name for name in self.features if name in FEATURES_OF_X1] or ["x1"]
            raise SpecProblem(
                "feature_of_x2",
                f"The data set “{self.dataset}” has one input, x₁: choose features of x₁ only.",
                "/data/features",
                {"dataset": self.dataset},
                (Fix("features_of_x1", (add("/data/features", left),)),),
            )
        self._check_given()
        return self

    def _check_given(self) -> None:
        """What the user gives for a data set must be there and fit it."""
        if self.dataset == "upload" and self.upload is None:
            raise SpecProblem(
                "nothing_uploaded", "Upload a file first: CSV, Parquet or NPZ.", "/data/upload"
            )
        if self.dataset == "painted":
            self._check_painted()
        if self.dataset in FORMULAS:
            self._check_formula()
        if self.dataset in TABLES:
            self._check_columns()

    def _check_painted(self) -> None:
        found = {label for _, _, label in self.painted}
        if len(found) < 2:
            raise SpecProblem(
                "too_few_painted", "Paint points of at least two classes.", "/data/painted"
            )
        needed = max(found) + 1
        if needed > self.classes:
            raise SpecProblem(
                "painted_class_missing",
                f"There are painted points of class {needed}, and the set-up has"
                f" {self.classes} classes.",
                "/data/classes",
                {"class": needed, "classes": self.classes},
                (Fix("more_classes", (add("/data/classes", needed),), {"classes": needed}),),
            )

    def _check_formula(self) -> None:
        if self.form == "line" and "x2" in variables(parse(self.formula)):
            raise SpecProblem(
                "formula_of_x2",
                "A curve f(x1) has one input: use x1 only, or choose the surface f(x1, x2).",
                FORMULA,
                {},
                (Fix("surface_instead", (add("/data/dataset", "formula_surface"),)),),
            )
        _ = self.checked_formula

    def _check_columns(self) -> None:
        unknown = next((name for name in self.columns if name not in TABLES[self.dataset]), None)
        if unknown is not None:
            raise SpecProblem(
                "no_such_column",
                f"The data set “{self.dataset}” has no column “{unknown[:60]}”.",
                "/data/columns",
                {"dataset": self.dataset, "column": unknown[:60]},
                (Fix("all_columns", (add("/data/columns", []),)),),
            )
        if len(set(self.columns)) != len(self.columns):
            raise SpecProblem("column_twice", "Each column can be used once.", "/data/columns")
