"""What is told of a file whose columns have types: what became of those that are no numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from playground.data.metadata import Column
from playground.data.reading.notes import note
from playground.data.reading.number_formats import TOLD
from playground.wire.table_reading import Note, Reading

Kind = Literal["number", "truth", "date", "text"]


def typed_reading(
    kinds: Sequence[Kind], columns: Sequence[Column], notes: Iterable[Note]
) -> Reading:
    """Tell of columns of these kinds how they turned out, after `notes` of the file."""
    found: dict[str, list[Note]] = {}
    for kind, column in zip(kinds, columns, strict=True):
        if (code := _told(kind, column)) is not None:
            found.setdefault(code, []).append(note(code, column=column.name))
    return Reading(notes=(*notes, *(each for same in found.values() for each in same[:TOLD])))


def _told(kind: Kind, column: Column) -> str | None:
    if column.empty:
        return "read_no_values"
    if kind == "date":
        return "read_dates" if column.stored == "nothing" else "read_date_classes"
    if kind == "truth":
        return "read_truth_values" if column.stored == "text" else None
    if kind == "text":
        by_stored = {"number": "read_text_numbers", "nothing": "read_texts"}
        return by_stored.get(column.stored)
    return None
