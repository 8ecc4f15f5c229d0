"""What is told of how a file was read, by code: what each mentions. Its sentences are the page's."""

from __future__ import annotations

from playground.spec.base import Scalar
from playground.wire.table_reading import Note

SHOWN = 40
"""Characters of a cell or a name that stand in a sentence."""

NOTES: dict[str, tuple[str, ...]] = {
    "read_encoding": ("encoding",),
    "read_lines_above": ("count",),
    "read_lines_below": ("count",),
    "read_comments": ("count",),
    "read_separator": (),
    "read_header_numbers": ("names",),
    "read_header_unsure": ("names",),
    "read_row_names": (),
    "read_names_joined": ("column",),
    "read_names_again": ("count",),
    "read_trailing_cells": (),
    "read_empty_columns": ("count",),
    "read_names_made": ("count", "column"),
    "read_names_cut": ("count", "column"),
    "read_names_alike": ("count", "column"),
    "read_decimal": ("column", "cell", "value", "other"),
    "read_other_decimal": ("column", "cell", "value"),
    "read_unit": ("column", "cell", "value"),
    "read_empty_words": ("words",),
    "read_word_kept": ("column", "word"),
    "read_digits_as_text": ("column", "count", "cell"),
    "read_digits_ignored": ("column", "count", "cell"),
    "read_dates": ("column",),
    "read_date_classes": ("column",),
    "read_date_numbers": ("column",),
    "read_texts": ("column",),
    "read_alike_values": ("column", "value", "other"),
    "read_one_value": ("column",),
    "read_no_values": ("column",),
    "read_text_numbers": ("column",),
    "read_truth_values": ("column",),
    "read_rounded": ("column",),
    "read_blank_rows": ("count",),
    "read_arrays_joined": ("arrays",),
    "read_arrays_left_out": ("arrays",),
    "read_totals": ("used", "rows", "row", "cell"),
    "read_total_row": ("row", "word"),
    "read_index_column": ("column",),
    "read_label_target": ("column",),
    "read_other_target": ("column", "target"),
    "read_rows_left_out": ("used", "rows", "column"),
    "read_few_rows": ("rows",),
    "read_pictures": ("height", "width"),
    "read_no_label": ("height", "width"),
}


def note(code: str, **params: Scalar) -> Note:
    """Make the note of that code, with what its sentence mentions cut to a readable length."""
    if set(params) != set(NOTES[code]):
        raise KeyError(f"{code} mentions {NOTES[code]}")
    return Note(code, {name: _short(params[name]) for name in NOTES[code]})


def _short(value: Scalar) -> Scalar:
    return value[:SHOWN] + "…" if isinstance(value, str) and len(value) > SHOWN else value
