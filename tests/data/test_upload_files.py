"""What files of every kind are found to hold, and what of them is refused, in which words."""

from __future__ import annotations

import io
import os
import random
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from playground.data import storage
from playground.spec.base import SpecProblem
from support.uploading import csv_of, npz_of, parquet_of, uploaded

ROWS = 40
NUMBERS = [number / 4 for number in range(ROWS)]
KINDS = ["left" if number % 3 else "right" for number in range(ROWS)]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(storage.FOLDER, str(tmp_path))


def columns_of(content: bytes | str) -> list[tuple[str, str, str]]:
    return [(column.name, column.kind, column.role) for column in uploaded(content).columns]


def problem_of(content: bytes | str) -> SpecProblem:
    with pytest.raises(SpecProblem) as caught:
        uploaded(content)
    return caught.value


# --- CSV -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_csv_file_of_any_kind(separator: str, mark: str, line_end: str) -> None:
    text = mark + csv_of({"a": NUMBERS, "b": NUMBERS, "kind": KINDS}, separator)
    upload = uploaded(text.replace("\n", line_end))
    assert [(c.name, c.kind, c.role) for c in upload.columns] == [
        ("a", "number", "input"),
        ("b", "number", "input"),
        ("kind", "category", "target"),
    ]
    assert upload.columns[2].categories == ("left", "right")
    assert (upload.rows, upload.missing, upload.image) == (ROWS, "drop", None)


def test_a_csv_file_without_a_header_names_its_columns() -> None:
    text = "\n".join(f"{number},{kind}" for number, kind in zip(NUMBERS, KINDS, strict=True))
    upload = uploaded(text)
    assert [column.name for column in upload.columns] == ["c1", "c2"]
    assert upload.rows == ROWS


def test_quoted_cells_may_hold_separators_quotes_and_line_ends() -> None:
    cells = ['"a, ""b""\nc"', '"d"']
    text = "n,kind\n" + "".join(f"{at},{cells[at % 2]}\n" for at in range(ROWS))
    assert uploaded(text).columns[1].categories == ('a, "b"\nc', "d")


def test_decimal_commas_where_semicolons_part_the_cells() -> None:
    text = "a;kind\n" + "".join(f"{at},5;{KINDS[at]}\n" for at in range(ROWS))
    assert columns_of(text)[0] == ("a", "number", "input")


def test_blank_lines_are_no_rows_but_count_as_lines() -> None:
    table = csv_of({"a": NUMBERS, "b": NUMBERS})
    blank = table.replace("\n", "\n\n", 3)
    assert uploaded(blank + "\n\n").rows == ROWS
    # Header, blank, row, blank, row, blank, and 38 rows more stand above.
    assert problem_of(blank + "1,oh\n").params["row"] == ROWS + 5


def test_whole_numbers_of_few_kinds_make_classes() -> None:
    few = [number % 10 for number in range(ROWS)]
    assert uploaded(csv_of({"a": NUMBERS, "n": few})).columns[1].kind == "category"
    assert uploaded(csv_of({"a": NUMBERS, "n": few})).classes == 10
    more = [number % 11 for number in range(ROWS)]
    assert uploaded(csv_of({"a": NUMBERS, "n": more})).columns[1].kind == "number"
    broken = [number % 3 + 0.5 for number in range(ROWS)]
    assert uploaded(csv_of({"a": NUMBERS, "n": broken})).columns[1].kind == "number"


def test_categories_of_numbers_stand_in_their_order() -> None:
    few = [(number % 3) * 10 for number in range(ROWS)]
    assert uploaded(csv_of({"a": NUMBERS, "n": few})).columns[1].categories == ("0", "10", "20")


def test_free_text_is_left_out_and_the_target_is_another_column() -> None:
    names = [f"name {number}" for number in range(ROWS)]
    assert columns_of(csv_of({"a": NUMBERS, "kind": KINDS, "name": names})) == [
        ("a", "number", "input"),
        ("kind", "category", "target"),
        ("name", "number", "ignored"),
    ]


def test_a_text_column_of_more_than_64_kinds_is_left_out() -> None:
    sixty_four = [f"t{number % 64}" for number in range(200)]
    sixty_five = [f"t{number % 65}" for number in range(200)]
    target = [number % 7 for number in range(200)]
    upload = uploaded(csv_of({"a": sixty_four, "b": sixty_five, "t": target}))
    assert [column.role for column in upload.columns] == ["input", "ignored", "target"]
    assert len(upload.columns[0].categories) == 64


def test_missing_cells_are_counted_and_their_rows_dropped() -> None:
    holes: list[Any] = [None, "NA", " ", "NaN", *NUMBERS[4:]]
    upload = uploaded(csv_of({"a": holes, "b": NUMBERS, "kind": KINDS}))
    assert [column.missing for column in upload.columns] == [4, 0, 0]
    assert (upload.missing, upload.rows) == ("drop", ROWS - 4)


def test_where_dropping_leaves_too_few_rows_cells_are_filled() -> None:
    holes = [None if at % 5 else at for at in range(ROWS)]
    upload = uploaded(csv_of({"a": holes, "kind": KINDS}))
    assert (upload.missing, upload.rows) == ("mean", ROWS)


def test_a_bad_cell_is_named_by_row_column_and_text() -> None:
    cells: list[Any] = [*NUMBERS]
    cells[16] = "twelve"
    problem = problem_of(csv_of({"age": cells, "kind": KINDS}))
    assert problem.code == "upload_bad_cell"
    assert problem.params == {"row": 18, "column": "age", "cell": "twelve"}
    assert "Row 18 has “twelve” in the column “age”" in problem.sentence


def test_a_bad_cell_far_down_is_found_by_its_row() -> None:
    numbers: list[Any] = [f"{number}.25" for number in range(400_000)]
    numbers[399_990] = "x"
    problem = problem_of(csv_of({"a": numbers, "b": numbers[::-1]}))
    assert problem.params == {"row": 399_992, "column": "a", "cell": "x"}


def test_a_row_of_another_length_is_named() -> None:
    text = csv_of({"a": NUMBERS, "b": NUMBERS, "kind": KINDS}) + "1,2\n"
    problem = problem_of(text)
    assert problem.code == "upload_row_length"
    assert problem.params == {"row": ROWS + 2, "count": 2, "expected": 3}


def test_an_infinite_number_is_named() -> None:
    problem = problem_of(csv_of({"a": [*NUMBERS[:-1], "-inf"], "b": NUMBERS}))
    assert (problem.code, problem.params) == ("upload_infinite", {"row": ROWS + 1, "column": "a"})
    assert problem_of(csv_of({"a": ["1e31", *NUMBERS[1:]], "b": NUMBERS})).params["row"] == 2


def many(count: int) -> str:
    return csv_of({f"c{number}": NUMBERS for number in range(count)})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "upload_empty"),
        (" \n\n", "upload_empty"),
        ("a,b\n", "upload_no_rows"),
        ("a,b", "upload_no_rows"),
        ("\n a ; b \n;\n\n", "upload_no_rows"),
        ("a,b\n1,2\n", "upload_no_target"),
        (many(4101), "upload_too_many_columns"),
        (csv_of({"a": NUMBERS}), "upload_one_column"),
        (csv_of({"a": ["x"] * ROWS, "b": ["y"] * ROWS}), "upload_no_target"),
        (csv_of({"a": [1] * ROWS, "b": [f"n{at}" for at in range(ROWS)]}), "upload_no_target"),
        ("이름,값\n".encode() * ROWS + b"1,\xff\n", "upload_not_utf8"),
        (b"a,kind\n" + "1,가\n".encode() * 200_000 + b"2,\xff\n", "upload_not_utf8"),
        (b"a,b\n" + b"1,2\n" * ROWS + b"\x81\xff,\x8f\n", "upload_not_utf8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "upload_is_picture"),
        (b"%PDF-1.7\n\x01\x02", "upload_is_document"),
        (b"PAR1 and no more", "upload_damaged"),
        (b"PK\x03\x04 and no more", "upload_damaged"),
    ],
)
def test_what_cannot_be_used_is_refused(content: bytes | str, code: str) -> None:
    assert problem_of(content).code == code


def test_a_table_without_rows_has_its_columns_counted() -> None:
    for content in ("length,width,kind\n", parquet_of({"a": [], "b": [], "c": []})):
        problem = problem_of(content)
        assert (problem.code, problem.params) == ("upload_no_rows", {"count": 3})
        assert "3 columns but no rows" in problem.sentence


def test_4096_columns_can_be_used() -> None:
    assert len(uploaded(many(4096)).columns) == 4096


def test_too_many_classes_leave_no_target_but_numbers() -> None:
    names = [f"name {at % 65}" for at in range(130)]
    assert columns_of(csv_of({"a": list(range(130)), "b": list(range(130)), "kind": names})) == [
        ("a", "number", "input"),
        ("b", "number", "target"),
        ("kind", "number", "ignored"),
    ]


def test_26_letters_are_classes() -> None:
    letters = [chr(97 + at % 26) for at in range(130)]
    upload = uploaded(csv_of({"a": list(range(130)), "letter": letters}))
    assert (upload.classes, upload.target.name) == (26, "letter")


def test_bytes_at_random_are_refused_or_taken() -> None:
    """Whatever comes, a sentence is the answer."""
    draw = random.Random(1)
    starts = [b"", b"PAR1", b"PK\x03\x04", b"a,b\n1,2\n", b"\x93NUMPY", b'"', b"\xef\xbb\xbf"]
    whole = [
        parquet_of({"a": NUMBERS, "kind": KINDS}),
        npz_of(x=np.ones((ROWS, 2)), y=np.arange(ROWS) % 2),
    ]
    for turn in range(300):
        content = bytearray(draw.choice(starts) + draw.randbytes(draw.randrange(60)))
        if turn % 2:
            content = bytearray(draw.choice(whole))
            for _ in range(draw.randrange(1, 6)):
                content[draw.randrange(len(content))] = draw.randrange(256)
        try:
            uploaded(bytes(content))
        except SpecProblem as problem:
            assert problem.code.startswith("upload_")


# --- Parquet -------------------------------------------------------------------------------------


def test_a_parquet_file_of_every_plain_kind() -> None:
    upload = uploaded(
        parquet_of(
            {
                "small": pa.array([at % 50 for at in range(ROWS)], pa.int8()),
                "half": pa.array(np.array(NUMBERS, np.float16)),
                "whole": pa.array(range(ROWS), pa.int64()),
                "money": pa.array(NUMBERS).cast(pa.decimal128(10, 2)),
                "yes": pa.array([at % 2 == 0 for at in range(ROWS)]),
                "text": pa.array(KINDS),
                "coded": pa.array(KINDS).dictionary_encode(),
                "day": pa.array(range(ROWS), pa.date32()),
                "none": pa.nulls(ROWS),
                "kind": pa.array([at % 3 for at in range(ROWS)], pa.uint8()),
            }
        )
    )
    assert [(c.kind, c.role) for c in upload.columns] == [
        *[("number", "input")] * 4,
        *[("category", "input")] * 3,
        *[("number", "ignored")] * 2,
        ("category", "target"),
    ]
    assert upload.columns[4].categories == ("false", "true")


def test_nulls_and_nan_of_a_parquet_file_are_missing() -> None:
    cells = [None, float("nan"), *NUMBERS[2:]]
    whole = pa.array([None, *range(1, ROWS)], pa.int32())
    upload = uploaded(parquet_of({"a": cells, "b": whole, "kind": KINDS}))
    assert [column.missing for column in upload.columns] == [2, 1, 0]
    assert upload.rows == ROWS - 2


def test_a_nested_column_is_refused_by_its_name() -> None:
    problem = problem_of(parquet_of({"a": NUMBERS, "list": [[1, 2]] * ROWS}))
    assert (problem.code, problem.params) == ("upload_column_type", {"column": "list"})
    structs = pa.array([{"x": 1}] * ROWS)
    assert problem_of(parquet_of({"a": NUMBERS, "deep": structs})).params == {"column": "deep"}
    blobs = pa.array([b"x"] * ROWS)
    assert problem_of(parquet_of({"a": NUMBERS, "blob": blobs})).params == {"column": "blob"}


def test_an_infinite_number_of_a_parquet_file_is_named() -> None:
    cells = [*NUMBERS[:-1], float("inf")]
    problem = problem_of(parquet_of({"a": NUMBERS, "b": cells}))
    assert (problem.code, problem.params) == ("upload_infinite", {"row": ROWS + 1, "column": "b"})


# --- NPZ -----------------------------------------------------------------------------------------

LABELS = np.arange(ROWS) % 3
PICTURES = np.random.default_rng(1).integers(0, 255, (ROWS, 8, 6)).astype(np.uint8)


@pytest.mark.parametrize(("x", "y"), [("x", "y"), ("X", "labels"), ("data", "target")])
def test_arrays_of_many_names(x: str, y: str) -> None:
    upload = uploaded(npz_of(**{x: np.random.default_rng(1).normal(size=(ROWS, 3)), y: LABELS}))
    assert [column.name for column in upload.columns] == ["x1", "x2", "x3", y]
    assert (upload.classes, upload.image) == (3, None)


@pytest.mark.parametrize("shape", [(ROWS, 8, 6), (ROWS, 8, 6, 1), (ROWS, 1, 8, 6)])
def test_pictures(shape: tuple[int, ...]) -> None:
    upload = uploaded(npz_of(x=PICTURES.reshape(shape), y=LABELS))
    assert (upload.image, upload.width, upload.rows) == ((8, 6), 48, ROWS)
    assert [(c.name, c.role, c.categories) for c in upload.columns] == [
        ("y", "target", ("0", "1", "2"))
    ]


def test_the_test_part_of_a_data_set_goes_on_where_its_training_part_ends() -> None:
    parts = {"x_train": PICTURES, "y_train": LABELS, "x_test": PICTURES[:7], "y_test": LABELS[:7]}
    assert uploaded(npz_of(**parts)).rows == ROWS + 7


def test_columns_in_fortrans_order_and_labels_that_are_texts() -> None:
    x = np.asfortranarray(np.random.default_rng(1).normal(size=(ROWS, 3)))
    assert uploaded(npz_of(x=x, y=np.array(KINDS))).columns[3].categories == ("left", "right")


@pytest.mark.parametrize(
    ("arrays", "code"),
    [
        ({"a": PICTURES, "b": LABELS}, "upload_arrays"),
        ({"x": PICTURES}, "upload_arrays"),
        ({"x": PICTURES, "y": LABELS[:-1]}, "upload_shape"),
        ({"x": PICTURES, "y": np.eye(ROWS)}, "upload_shape"),
        ({"x": np.float64(1), "y": np.float64(1)}, "upload_shape"),
        ({"x": LABELS, "y": LABELS}, "upload_shape"),
        ({"x": np.zeros((ROWS, 8, 8, 3)), "y": LABELS}, "upload_shape"),
        ({"x": np.zeros((ROWS, 3, 8)), "y": LABELS}, "upload_picture_size"),
        ({"x": np.zeros((ROWS, 65, 8)), "y": LABELS}, "upload_picture_size"),
        ({"x": np.full((ROWS, 8, 8), np.nan), "y": LABELS}, "upload_bad_pixel"),
        ({"x": np.zeros((ROWS, 4100)), "y": LABELS}, "upload_too_many_columns"),
        ({"x": np.zeros((ROWS, 3), complex), "y": LABELS}, "upload_array_type"),
        ({"x": np.zeros((0, 3)), "y": LABELS[:0]}, "upload_empty"),
    ],
)
def test_other_arrays_are_refused(arrays: dict[str, Any], code: str) -> None:
    assert problem_of(npz_of(**arrays)).code == code


class Trap:
    """Makes a folder when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.path),)


def test_nothing_is_unpickled(tmp_path: Path) -> None:
    objects = np.array([Trap(tmp_path / "sprung")] * ROWS, dtype=object)
    assert problem_of(npz_of(x=np.zeros((ROWS, 2)), y=objects)).code == "upload_array_type"
    assert problem_of(npz_of(x=objects, y=LABELS)).code == "upload_array_type"
    assert not (tmp_path / "sprung").exists()
    # The trap works.
    np.load(io.BytesIO(npz_of(x=objects)), allow_pickle=True)["x"]
    assert (tmp_path / "sprung").exists()


def test_another_archive_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert problem_of((tmp_path / "x.zip").read_bytes()).code == "upload_is_spreadsheet"


def test_a_cut_off_archive_is_refused() -> None:
    whole = npz_of(x=PICTURES, y=LABELS)
    assert problem_of(whole[: len(whole) // 2]).code == "upload_damaged"
