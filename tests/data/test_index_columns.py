"""Columns that only number the rows are no inputs, whatever program wrote them; that is told."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from playground.data import storage, upload
from playground.data.metadata import read
from playground.spec.upload import Upload
from support.uploading import parquet_of, uploaded

ROWS = 40


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(storage.FOLDER, str(tmp_path))


def table(header: str, numbers: list[int]) -> str:
    rows = "".join(f"{number},{number * 7 % 11}.5,{'ab'[number % 2]}\n" for number in numbers)
    return (f"{header},v,kind\n" if header is not None else "") + rows


def told(found: Upload) -> list[str]:
    return [note.code for note in upload.notes_of(found, read(found.id))]


def roles(found: Upload) -> list[str]:
    return [column.role for column in found.columns]


NAMES = [
    "",
    "Unnamed: 0",
    "Unnamed: 0.1",
    "X",
    "id",
    "ID",
    "row",
    "index",
    "rownames",
    "PassengerId",
    "번호",
    "No.",
]


@pytest.mark.parametrize("start", [0, 1])
@pytest.mark.parametrize("name", NAMES)
def test_a_column_that_numbers_the_rows_is_no_input(name: str, start: int) -> None:
    found = uploaded(table(name, list(range(start, start + ROWS))))
    assert (roles(found), told(found)) == (["ignored", "input", "target"], ["read_index_column"])
    again = found.model_dump(mode="json")
    again["columns"][0]["role"] = "input"
    switched = upload.recount(again)
    assert (roles(switched), told(switched)) == (["input", "input", "target"], [])


@pytest.mark.parametrize("name", ["", "Unnamed: 0", "customer_id"])
def test_numbers_of_rows_that_were_shuffled_are_no_input(name: str) -> None:
    numbers = list(range(500))
    random.Random(3).shuffle(numbers)
    assert roles(uploaded(table(name, numbers[:ROWS])))[0] == "ignored"


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("x", range(ROWS)),
        ("day", range(1, ROWS + 1)),
        ("grid", range(ROWS)),
        ("acid", range(ROWS)),
        ("id", [at % 5 for at in range(ROWS)]),
        ("row", range(5, ROWS + 5)),
    ],
)
def test_numbers_that_may_mean_something_stay_inputs(name: str, numbers: list[int]) -> None:
    found = uploaded(table(name, list(numbers)))
    assert (roles(found)[0], told(found)) == ("input", [])


def test_the_only_input_stays_one() -> None:
    found = uploaded("id,y\n" + "".join(f"{at},{at * at % 7}\n" for at in range(ROWS)))
    assert roles(found) == ["input", "target"]


def test_x_beside_y_is_a_place() -> None:
    rows = "".join(f"{at},{at * 3 % 7},{at % 2}\n" for at in range(ROWS))
    assert roles(uploaded("X,Y,kind\n" + rows)) == ["input", "input", "target"]


def test_a_first_column_that_counts_in_a_table_without_names_is_no_input() -> None:
    rows = "".join(f"{at + 1},{at * 3 % 7}.25,{'ab'[at % 2]}\n" for at in range(ROWS))
    assert roles(uploaded(rows)) == ["ignored", "input", "target"]


def test_numbers_of_rows_are_never_the_target() -> None:
    rows = "".join(f"{at * 3 % 7},{at * 5 % 11},{at}\n" for at in range(ROWS))
    assert roles(uploaded("a,b,id\n" + rows)) == ["input", "target", "ignored"]


@pytest.mark.parametrize("name", ["__index_level_0__", "id"])
def test_they_are_found_in_parquet_too(name: str) -> None:
    columns = {name: list(range(ROWS)), "v": [at * 7 % 11 / 2 for at in range(ROWS)]}
    found = uploaded(parquet_of(columns | {"kind": ["ab"[at % 2] for at in range(ROWS)]}))
    assert (roles(found), told(found)) == (["ignored", "input", "target"], ["read_index_column"])
