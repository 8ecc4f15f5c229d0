"""A table or pictures that the user uploaded: form, task and columns follow from the `Upload`."""

from __future__ import annotations

from dataclasses import dataclass

from playground.spec.base import SpecProblem
from playground.spec.datasets.base import Choices, DatasetKind, Form
from playground.spec.upload import FEW_ROWS, MAX_CLASSES


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadKind(DatasetKind):
    def form_of(self, chosen: Choices) -> Form:
        return "image" if chosen.upload is not None and chosen.upload.image else self.form

    def is_regression(self, chosen: Choices) -> bool:
        return chosen.upload is not None and not chosen.upload.classes

    def class_count(self, chosen: Choices) -> int:
        return max(2, chosen.upload.classes if chosen.upload is not None else chosen.classes)

    def target_name(self, chosen: Choices) -> str | None:
        return chosen.upload.target.name if chosen.upload is not None else None

    def size(self, chosen: Choices) -> int:
        return chosen.upload.rows if chosen.upload is not None else chosen.samples

    def tests_what_it_trains(self, chosen: Choices) -> bool:
        return chosen.upload is not None and chosen.upload.rows < FEW_ROWS

    def image_shape(self, chosen: Choices) -> tuple[int, int]:
        if chosen.upload is not None and chosen.upload.image is not None:
            return chosen.upload.image
        return chosen.image_size, chosen.image_size

    def all_columns(self, chosen: Choices) -> tuple[str, ...]:
        return tuple(column.name for column in chosen.upload.columns) if chosen.upload else ()

    def input_names(self, chosen: Choices) -> tuple[str, ...]:
        if chosen.upload is None or chosen.upload.image is not None:
            return ()
        return chosen.upload.input_names

    def check(self, chosen: Choices) -> None:
        if chosen.upload is None:
            raise SpecProblem(
                "nothing_uploaded", "Upload a CSV, Parquet or NPZ file first.", "/data/upload"
            )


KIND = UploadKind(
    group="own",
    place=4,
    form="table",
    max_classes=MAX_CLASSES,
    options=frozenset({"upload"}),
    targets_within_one=False,
)
