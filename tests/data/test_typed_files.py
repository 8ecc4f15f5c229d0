"""Files whose columns have types tell what became of them, as files of text do."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from playground.data import storage, upload
from playground.data.metadata import read
from playground.spec.upload import Upload
from support.uploading import npz_of, parquet_of, reading_of, uploaded

ROWS = 40
NUMBERS = [number / 4 for number in range(ROWS)]
KINDS = ["left" if number % 3 else "right" for number in range(ROWS)]
DAYS = [datetime.date(2024, 1, 1) + datetime.timedelta(at) for at in range(ROWS)]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(storage.FOLDER, str(tmp_path))


def told(found: Upload) -> list[tuple[str, dict[str, Any]]]:
    notes = [*reading_of(found).notes, *upload.notes_of(found, read(found.id))]
    return [(note.code, note.params) for note in notes]


@pytest.mark.parametrize(
    ("column", "code"),
    [
        (DAYS, "read_dates"),
        (DAYS[:2] * (ROWS // 2), "read_date_classes"),
        ([at % 2 == 0 for at in range(ROWS)], "read_truth_values"),
        ([str(number) for number in NUMBERS], "read_text_numbers"),
        ([f"sample {at}" for at in range(ROWS)], "read_texts"),
        (pa.nulls(ROWS), "read_no_values"),
        (pa.nulls(ROWS, pa.string()), "read_no_values"),
        ([2**60 + 1000 * at for at in range(ROWS)], "read_rounded"),
        (pa.array(KINDS).dictionary_encode(), None),
        (NUMBERS, None),
        (pa.array(NUMBERS).cast(pa.decimal128(10, 2)), None),
    ],
)
def test_a_column_of_parquet_tells_what_became_of_it(column: Any, code: str | None) -> None:
    found = uploaded(parquet_of({"a": NUMBERS, "c": column, "kind": KINDS}))
    assert told(found) == ([(code, {"column": "c"})] if code else [])
    assert reading_of(found).encoding is None


def test_names_and_blank_rows_of_parquet_are_told() -> None:
    blank = [None, *NUMBERS[1:]]
    table = pa.table([blank, blank, [None, *KINDS[1:]]], names=["a", "", "kind"])
    body = pa.BufferOutputStream()
    import pyarrow.parquet

    pyarrow.parquet.write_table(table, body)
    found = uploaded(body.getvalue().to_pybytes())
    assert found.rows == ROWS - 1
    assert told(found) == [
        ("read_names_made", {"count": 1, "column": "c2"}),
        ("read_blank_rows", {"count": 1}),
    ]


def test_rows_with_empty_cells_are_told() -> None:
    found = uploaded(parquet_of({"a": [None, None, *NUMBERS[2:]], "b": NUMBERS, "kind": KINDS}))
    assert told(found) == [("read_rows_left_out", {"used": ROWS - 2, "rows": ROWS, "column": "a"})]


def test_arrays_that_are_joined_or_not_used_are_told() -> None:
    x, y = np.random.default_rng(1).normal(size=(ROWS, 3)), np.arange(ROWS) % 3
    parts = {"x_train": x, "y_train": y, "x_test": x[:7], "y_test": y[:7], "weights": y}
    assert told(uploaded(npz_of(**parts))) == [
        ("read_arrays_joined", {"arrays": "x_train, x_test"}),
        ("read_arrays_left_out", {"arrays": "weights"}),
    ]
    assert told(uploaded(npz_of(x=x, y=y > 0))) == [("read_truth_values", {"column": "y"})]
    assert told(uploaded(npz_of(x=x, y=np.array(list(map(str, y)))))) == [
        ("read_text_numbers", {"column": "y"})
    ]
    assert told(uploaded(npz_of(x=x, y=y))) == []


def test_a_text_file_tells_of_empty_columns_dates_and_long_numbers_alike() -> None:
    rows = "".join(
        f"{at * 3 % 11}.5,,2024-01-0{at % 3 + 1},{2**60 + 7 * at},{'ab'[at % 2]}\n"
        for at in range(ROWS)
    )
    found = uploaded("v,none,day,code,kind\n" + rows)
    assert told(found) == [
        ("read_no_values", {"column": "none"}),
        ("read_date_classes", {"column": "day"}),
        ("read_rounded", {"column": "code"}),
    ]
