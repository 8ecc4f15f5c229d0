"""Texts made to cost much, and files of other kinds: a sentence answers each, in time that grows as they do."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from playground.data import storage
from playground.spec.base import SpecProblem
from support.uploading import reading_of, uploaded

MB = 2**20
HOSTILE = {
    "a line without an end": ("a,b\n" + "x" * (9 * MB), "upload_long_row"),
    "a quote that never closes": ('a,b\n1,"' + "x,\n" * (3 * MB), "upload_long_row"),
    "quotes upon quotes": ("a,b\n" + '"' * (6 * MB + 1), "upload_long_row"),
    "a million columns": (",".join(["1"] * 10**6) + "\n", "upload_too_many_columns"),
    "every separator": ((",;|\t " * 60_000 + "\n") * 3, "upload_too_many_columns"),
    "quotes between blanks": ("a b c\n" + ('" ' * 2000 + "\n") * 500, "upload_no_rows"),
    "a run of blanks": ("a b c\n1" + " " * (3 * MB) + "2 3\n", None),
    "lines below without end": (
        "a,b,c\n" + "1,2,0\n2,1,1\n" * 300 + "x\n" * 9000,
        "upload_row_length",
    ),
}


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(storage.FOLDER, str(tmp_path))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_answered_soon(name: str) -> None:
    content, code = HOSTILE[name]
    began = time.process_time()
    with pytest.raises(SpecProblem) as caught:
        uploaded(content)
    assert code is None or caught.value.code == code
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "upload_is_spreadsheet"),
        (b"{\\rtf1\\ansi}", "upload_is_document"),
        (b"\n <html><body>", "upload_is_web_page"),
        ("\ufeff<!DOCTYPE html>".encode(), "upload_is_web_page"),
        (b"<table><tr><td>1</td></tr></table>", "upload_is_web_page"),
        (b'<?xml version="1.0"?><rows/>', "upload_is_xml"),
        (b'{"a": [1, 2]}', "upload_is_json"),
        (b"[[1, 2], [3, 4]]", "upload_is_json"),
        (b'{"a":1}\n{"a":2}\n', "upload_is_json"),
        (b"\x1f\x8b\x08\x00", "upload_is_archive"),
        (b"\x93NUMPY\x01\x00", "upload_is_array"),
        (b"SQLite format 3\x00", "upload_is_data"),
        (b"\x80\x04\x95", "upload_is_data"),
    ],
)
def test_another_kind_of_file_is_told_for_what_it_is(start: bytes, code: str) -> None:
    with pytest.raises(SpecProblem) as caught:
        uploaded(start)
    assert caught.value.code == code


def test_a_header_may_begin_with_a_bracket() -> None:
    found = uploaded("[id],(a),y\n" + "1,2,0\n2,3,1\n" * 12)
    assert [column.name for column in found.columns] == ["[id]", "(a)", "y"]


def test_a_column_of_digits_that_are_no_numbers_is_told() -> None:
    rows = "".join(f"{'ca. 5' if at % 3 == 0 else at},{at % 2}\n" for at in range(60))
    notes = reading_of(uploaded("a,y\n" + rows)).notes
    assert [(note.code, note.params["column"]) for note in notes] == [("read_digits_as_text", "a")]
    ignored = "".join(f"{at} of {at + 1},{at},{at % 2}\n" for at in range(60))
    assert "read_texts" in [note.code for note in reading_of(uploaded("a,b,y\n" + ignored)).notes]


def test_a_likely_total_and_lines_below_are_told() -> None:
    rows = "".join(f"구{at},{at * 7 % 31},{at}.5\n" for at in range(25))
    below = reading_of(uploaded(f"지역,인구,면적\n{rows}합계,300,12.5\n\n출처: 통계청\n")).notes
    told = {note.code: note.params for note in below}
    assert told["read_totals"] == {"used": 25, "rows": 26, "row": 27, "cell": "합계"}
    assert told["read_lines_below"] == {"count": 1}


@pytest.mark.parametrize(
    ("separator", "cell", "guess", "value"),
    [(",", '"{},{}"', ".", 1000), (";", "{},{}", ",", 1), (";", "{}.{}", ".", 1)],
)
def test_a_mark_that_may_be_either_is_asked_about(
    separator: str, cell: str, guess: str, value: int
) -> None:
    rows = "".join(f"{cell.format(at % 9 + 1, 100 + at)}{separator}{at % 2}\n" for at in range(40))
    reading = reading_of(uploaded(f"a{separator}y\n" + rows))
    assert reading.decimal == guess
    (note,) = reading.notes
    assert note.code == "read_decimal"
    assert float(str(note.params["value"])) == pytest.approx(1.1 * value)
    assert reading.others == {"decimal": ("," if guess == "." else ".",)}
