"""Tables with oddities that people's programs leave in them: each is read for what it says, or told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from playground.data import storage, upload
from playground.data.metadata import read
from playground.spec.upload import Upload
from support.uploading import reading_of, rows_of, uploaded

ROWS = 30


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(storage.FOLDER, str(tmp_path))


def told(found: Upload) -> dict[str, dict[str, Any]]:
    notes = [*reading_of(found).notes, *upload.notes_of(found, read(found.id))]
    return {note.code: note.params for note in notes}


def names(found: Upload) -> list[str]:
    return [column.name for column in found.columns]


def body(words: tuple[str, ...] = ("a", "b"), rows: int = ROWS) -> str:
    return "".join(f"{at * 3 % 7},{at % 4},{words[at % len(words)]}\n" for at in range(rows))


# --- Encodings without a mark --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codec", "encoding", "header", "words"),
    [
        ("euc-kr", "cp949", "온도,습도,지역", ("서울", "부산", "대구")),
        ("cp949", "cp949", "온도,습도,지역", ("똠방각하", "서울", "부산")),
        ("shift_jis", "shift_jis", "温度,湿度,地域", ("とうきょう", "大阪", "カナダ")),
        ("shift_jis", "shift_jis", "温度,湿度,地域", ("東京", "大阪", "京都")),
        ("cp932", "shift_jis", "温度,湿度,地域", ("とうきょう", "①㈱", "カナダ")),
        ("euc_jp", "euc_jp", "温度,湿度,地域", ("とうきょう", "大阪", "カナダ")),
        ("gb18030", "gb18030", "温度,湿度,地区", ("北京", "上海", "广州")),
        ("gbk", "gb18030", "城市,湿度,地区", ("北京", "北京", "南京")),
        ("big5", "big5", "溫度,濕度,地區", ("臺北", "高雄", "臺中")),
        ("windows-1251", "windows-1251", "рост,вес,класс", ("да", "нет")),
        ("windows-1252", "windows-1252", "Größe,Maß,Straße", ("groß", "süß")),
        ("windows-1252", "windows-1252", "année,durée,école", ("été", "créée")),
        ("utf-16-le", "utf-16-le", "온도,습도,지역", ("서울", "부산")),
        ("utf-16-be", "utf-16-be", "온도,습도,지역", ("서울", "부산")),
    ],
)
def test_letters_are_read_as_they_were_written(
    codec: str, encoding: str, header: str, words: tuple[str, ...]
) -> None:
    found = uploaded((header + "\n" + body(words)).encode(codec))
    assert names(found) == header.split(",")
    assert found.columns[2].categories == tuple(sorted({*words}))
    assert reading_of(found).encoding == encoding
    assert ("read_encoding" in told(found)) == (not encoding.startswith("utf"))
    asked = uploaded((header + "\n" + body(words)).encode(codec), encoding=encoding)
    assert names(asked) == header.split(",")


# --- Files that were joined ----------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_files_put_one_behind_another_are_one_table(mark: str) -> None:
    part = f"{mark}a,b,kind\n" + body(rows=15)
    found = uploaded(part + part)
    assert (found.rows, found.columns[2].categories) == (30, ("a", "b"))
    assert told(found)["read_names_again"] == {"count": 1}


def test_names_again_are_no_class_of_a_table_of_words() -> None:
    part = "size,kind\n" + "".join(f"{'sl'[at % 2]},{'xy'[at // 2 % 2]}\n" for at in range(20))
    assert [column.categories for column in uploaded(part * 2, header=True).columns] == [
        ("l", "s"),
        ("x", "y"),
    ]


@pytest.mark.parametrize("padding", [0, 2**20 - 8, 2**20 - 9, 2**20 - 10])
def test_a_mark_within_a_file_is_no_part_of_a_cell(padding: int) -> None:
    """Also where a piece that is read at once ends within it."""
    start = "a,b,kind\n" + "1,2,a\n" * (padding // 6)
    start += " " * max(0, padding - len(start))
    found = uploaded(f"{start}\n\ufeff" + body())
    assert [column.kind for column in found.columns] == ["number", "number", "category"]


# --- Names in two rows ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("°C,%,", ["temp °C", "hum %", "kind"]),
        ("celsius,percent,", ["temp celsius", "hum percent", "kind"]),
        ("measured,measured,seen", ["temp measured", "hum measured", "kind seen"]),
    ],
)
def test_names_and_what_they_are_measured_in_are_joined(second: str, expected: list[str]) -> None:
    found = uploaded(f"temp,hum,kind\n{second}\n" + body())
    assert (names(found), found.rows) == (expected, ROWS)
    assert told(found)["read_names_joined"] == {"column": expected[0]}


def test_a_row_of_groups_above_the_names_is_left_out() -> None:
    found = uploaded("air,air,\ntemp,hum,kind\n" + body())
    assert (names(found), told(found)["read_lines_above"]) == (
        ["temp", "hum", "kind"],
        {"count": 1},
    )


# --- Values --------------------------------------------------------------------------------------


def test_categories_that_differ_only_by_case_are_told() -> None:
    found = uploaded("a,b,wet\n" + body(("TRUE", "True", "FALSE")))
    assert told(found)["read_alike_values"] == {"column": "wet", "value": "TRUE", "other": "True"}
    assert "read_alike_values" not in told(uploaded("a,b,wet\n" + body(("ja", "nein"))))


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2024010{}", "read_date_numbers"),
        ("0{}.01.2024", "read_date_classes"),
        ("2024년 1월 {}일", "read_date_classes"),
        ("2024. 1. {}.", "read_date_classes"),
        ("1{}:30", "read_date_classes"),
        ("1024010{}", None),
    ],
)
def test_dates_are_told_as_what_they_are_used(day: str, code: str | None) -> None:
    rows = "".join(f"{day.format(at % 9 + 1)},{at * 3 % 7},{'ab'[at % 2]}\n" for at in range(ROWS))
    dates = [each for each in told(uploaded("d,v,kind\n" + rows)) if each.startswith("read_date")]
    assert dates == ([code] if code else [])


@pytest.mark.parametrize("value", ["5", "yes"])
def test_a_column_that_is_the_same_everywhere_is_told(value: str) -> None:
    rows = "".join(f"{value},{at * 3 % 7},{'ab'[at % 2]}\n" for at in range(ROWS))
    assert told(uploaded("c,v,kind\n" + rows)) == {"read_one_value": {"column": "c"}}


@pytest.mark.parametrize("blank", ["\u00a0", "\u202f", "\u2009", " "])
def test_blanks_of_any_width_stand_in_numbers(blank: str) -> None:
    rows = "".join(
        f"{at + 1}{blank}{at * 37 % 900 + 100},5;{at % 9},{at % 5}{blank}%;{'ab'[at % 2]}\n"
        for at in range(ROWS)
    )
    found = uploaded("v;share;kind\n" + rows)
    assert rows_of(found)[3][:2] == [4211.5, pytest.approx(3.3)]


@pytest.mark.parametrize("end", ["\r", "\r\n", "\r\r\n", "\n"])
def test_line_ends_of_any_system(end: str) -> None:
    found = uploaded(("a,b,kind\n" + body()).replace("\n", end))
    assert (found.rows, names(found)) == (ROWS, ["a", "b", "kind"])
