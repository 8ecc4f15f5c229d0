"""Curves come out exactly as they were measured."""

from __future__ import annotations

import csv
import io

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

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
