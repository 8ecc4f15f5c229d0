"""Curves come out exactly as they were measured."""

from __future__ import annotations

import csv
import io
import json

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from playground.export.curve_columns import VERSION, about, to_document
from playground.export.curves import to_csv, to_parquet

NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(st.tuples(st.integers(0, 2**53), NUMBERS, NUMBERS)))
def test_each_number_is_kept(rows: list[tuple[int, float | None, float | None]]) -> None:
    names = ("step", "train_loss", "gradient:h1")
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    table = parquet.read_table(pa.BufferReader(to_parquet(columns)))
    assert table.to_pydict() == columns
    assert table.schema.field("step").type == pa.int64()
    text = list(csv.reader(io.StringIO(to_csv(columns).decode(), newline="")))
    assert tuple(text[0]) == names
    assert [tuple(float(cell) if cell else None for cell in row) for row in text[1:]] == rows


def test_no_curves_yet_are_an_empty_table() -> None:
    assert parquet.read_table(pa.BufferReader(to_parquet({}))).num_rows == 0
    assert to_csv({}) == b"\r\n"


EVERY = (
    "step", "epoch", "data", "data_changes", "train_loss", "test_loss", "train_accuracy",
    "test_accuracy", "train_rmse", "test_rmse", "learning_rate", "not_finite",
    *(f"{name}{end}" for name in ("batch_loss", "gradient:h1") for end in ("", ":min", ":max")),
)  # fmt: skip


@pytest.mark.parametrize("column", EVERY)
def test_each_column_is_told_of(column: str) -> None:
    told = about(column)
    assert told
    for end, word in (("min", "minimum"), ("max", "maximum")):
        assert (word in told.split(";")[0]) == column.endswith(f":{end}")
    assert ("h1" in told) == ("h1" in column)


def test_what_columns_are_goes_along_with_them() -> None:
    columns = {name: [1.0] for name in EVERY}
    told = json.loads(to_document(columns))
    assert told["version"] == VERSION
    assert told["columns"] == {name: about(name) for name in EVERY}
    schema = parquet.read_table(pa.BufferReader(to_parquet(columns))).schema
    assert schema.metadata[b"columns_version"] == str(VERSION).encode()
    assert {field.name: field.metadata[b"about"].decode() for field in schema} == told["columns"]
