"""The part of a spec that tells an uploaded table: its columns, and what each is for.

The file lies on the server under `id`. All that shapes need is here, so that they are inferred
without it.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from playground.spec.base import Model, SpecProblem

MAX_ROWS = 10**9
MAX_COLUMNS = 4100
"""4,096 inputs, a picture of 64 × 64 pixels among them, their target, and a few that number the rows."""
MAX_CATEGORIES = 64
MAX_CLASSES = 64
MIN_ROWS = 2
FEW_ROWS = 20
"""Fewer rows are not split: all of them train, and all of them test."""

Text = Annotated[str, StringConstraints(max_length=80)]


class UploadColumn(Model):
    """A category is one 0-or-1 input a value; `missing` cells were found empty.

    `categories` are all its values in the file; the server fills them in. A column whose texts
    differ almost everywhere can only be ignored.
    """

    name: Text
    kind: Literal["number", "category"] = "number"
    role: Literal["input", "target", "ignored"] = "input"
    categories: Annotated[tuple[Text, ...], Field(max_length=MAX_CATEGORIES)] = ()
    missing: Annotated[int, Field(ge=0, le=MAX_ROWS)] = 0


class Upload(Model):
    """A table of which `rows` can be used.

    `missing`: rows with an empty cell are dropped, or the cell gets its column's mean, or none of
    its categories; rows without a target are dropped all the same.

    `standardise`: numbers are given in standard deviations from the mean of the training rows, a
    number to predict too. `image` is height and width when each row is a picture: its pixels, from
    0 to 1, are then all the inputs, and `columns` has what the pictures are labeled.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,40}$")]
    name: Text = ""
    rows: Annotated[int, Field(ge=MIN_ROWS, le=MAX_ROWS)]
    columns: Annotated[tuple[UploadColumn, ...], Field(max_length=MAX_COLUMNS)]
    image: tuple[Annotated[int, Field(ge=4, le=64)], Annotated[int, Field(ge=4, le=64)]] | None = (
        None
    )
    missing: Literal["drop", "mean"] = "drop"
    standardise: bool = True

    @property
    def target(self) -> UploadColumn:
        return next(column for column in self.columns if column.role == "target")

    @property
    def classes(self) -> int:
        """The number of classes of the target; 0 when it is a number to predict."""
        return len(self.target.categories) if self.target.kind == "category" else 0

    @property
    def width(self) -> int:
        """Numbers that the network sees of a row."""
        if self.image is not None:
            return self.image[0] * self.image[1]
        return sum(
            len(column.categories) if column.kind == "category" else 1
            for column in self.columns
            if column.role == "input"
        )

    @property
    def input_names(self) -> tuple[str, ...]:
        """A name a number of a row; those of a category are COLUMN=VALUE."""
        return tuple(
            name
            for column in self.columns
            if column.role == "input"
            for name in (
                [f"{column.name}={value}" for value in column.categories]
                if column.kind == "category"
                else [column.name]
            )
        )

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        targets = [column for column in self.columns if column.role == "target"]
        if len(targets) != 1:
            raise SpecProblem(
                "one_target",
                "Choose one column as the target, the value that the network learns to predict.",
                "/data/upload/columns",
            )
        if targets[0].kind == "category" and not 2 <= len(targets[0].categories) <= MAX_CLASSES:
            raise SpecProblem(
                "target_classes",
                f"The target “{targets[0].name}” has {len(targets[0].categories)} different"
                f" values; it must have 2 to {MAX_CLASSES}, or be a number.",
                "/data/upload/columns",
                {
                    "column": targets[0].name,
                    "count": len(targets[0].categories),
                    "most": MAX_CLASSES,
                },
            )
        if not self.width:
            raise SpecProblem(
                "no_input_columns",
                "Choose at least one column as an input.",
                "/data/upload/columns",
            )
        return self
