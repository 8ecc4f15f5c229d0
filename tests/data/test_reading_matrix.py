"""Tables written in every way that people's programs write them: each is read right, or asked about.

What is asked about has a note, the other value among `others`, and is right once that is asked for.
"""

from __future__ import annotations

import csv
import io
import itertools
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from playground.data import storage
from playground.spec.base import SpecProblem
from playground.spec.upload import Upload
from support.uploading import reading_of, rows_of, uploaded

ROWS = 24
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp949", "windows-1252")
SEPARATORS = (",", ";", "\t", "|", " ")
HEADERS = ("names", "numbers", "none")
ABOVE = ("", "comments", "title")
STYLES = ("plain", "thousands", "whole thousands", "percent", "money", "minus", "brackets", "words")
WORDS = {"cp949": ("서울", "부산", "대구"), "windows-1252": ("groß", "klein", "größer")}
PLAIN_WORDS = ("cat", "dog", "cow")


@dataclass(frozen=True)
class Way:
    """How a table is written."""

    encoding: str
    separator: str
    decimal: str
    header: str
    quoted: bool
    style: str
    above: str
    end: str

    def __str__(self) -> str:
        separator = {"\t": "tab", " ": "blanks"}.get(self.separator, self.separator)
        return (
            f"{self.encoding} {separator} {self.decimal} {self.header} "
            f"{'quoted' if self.quoted else 'bare'} {self.style} {self.above or 'nothing'}"
        )


def ways() -> list[Way]:
    """Every encoding, separator, mark, header and quoting; what else there is goes round among them."""
    styles, tops, ends = map(itertools.cycle, (STYLES, ABOVE, ("\r\n", "\n", "\n", "\r\n", "\n")))
    found = []
    for encoding, separator, decimal, header, quoted in itertools.product(
        ENCODINGS, SEPARATORS, ".,", HEADERS, (False, True)
    ):
        for _ in range(2):
            above = next(tops) if separator != " " else ""
            found.append(
                Way(
                    encoding,
                    separator,
                    decimal,
                    header,
                    quoted,
                    next(styles),
                    # A title in words would be cells where blanks separate them.
                    above,
                    next(ends),
                )
            )
    return found


def number(value: float, decimals: int, way: Way, grouped: bool = False) -> str:
    text = f"{value:,.{decimals}f}" if grouped else f"{value:.{decimals}f}"
    if way.decimal == ",":
        text = text.translate(str.maketrans(".,", ",."))
    return text


def styled(value: float, way: Way) -> str:
    match way.style:
        case "thousands":
            return number(value, 2, way, grouped=True)
        case "whole thousands":
            return number(value, 0, way, grouped=True)
        case "percent":
            return number(value, 1, way) + "%"
        case "money":
            return "$" + number(value, 2, way, grouped=True)
        case "minus":
            return number(value, 2, way).replace("-", "\u2212" if "utf" in way.encoding else "-")
        case "brackets":
            return f"({number(-value, 2, way)})" if value < 0 else number(value, 2, way)
    return number(value, 2, way)


def value_of(draw: random.Random, way: Way) -> float:
    if way.style in ("thousands", "whole thousands", "money"):
        return draw.choice([draw.randrange(1, 999), draw.randrange(1000, 9_000_000)]) + (
            0 if way.style.startswith("whole") else draw.randrange(1, 100) / 100
        )
    low = -90 if way.style in ("minus", "brackets") else 1
    return round(draw.randrange(low * 100, 9000) / 100, 1 if way.style == "percent" else 2)


def table(way: Way) -> tuple[bytes, list[list[Any]], list[str]]:
    """The file, its rows as they are to be read, and its names."""
    draw = random.Random(str(way))
    words = WORDS.get(way.encoding, PLAIN_WORDS)
    rows: list[list[Any]] = []
    texts: list[list[str]] = []
    for at in range(ROWS):
        styled_value, plain = value_of(draw, way), draw.randrange(1, 10_000) / 100
        row: list[Any] = [plain, draw.randrange(100), styled_value, words[at % 3]]
        text = [number(plain, 2, way), str(row[1]), styled(styled_value, way), row[3]]
        if way.style == "words" and at % 5 == 2:
            row[2], text[2] = None, draw.choice(["None", "-", "#DIV/0!", "<NA>"])
        rows.append(row)
        texts.append(text)
    names = {
        "names": ["a", "b", "c", "kind"],
        "numbers": ["0", "1", "2", "3"],
        "none": ["c1", "c2", "c3", "c4"],
    }[way.header]
    body = io.StringIO()
    writer = csv.writer(
        body,
        delimiter=way.separator,
        quoting=csv.QUOTE_ALL if way.quoted else csv.QUOTE_MINIMAL,
        lineterminator=way.end,
    )
    if way.header != "none":
        writer.writerow(names)
    writer.writerows(texts)
    above = {
        "": "",
        "comments": f"# made by a logger{way.end}# in 2024{way.end}",
        "title": f"Measured in {words[0]}{way.end}{way.end}",
    }[way.above]
    return (above + body.getvalue()).encode(way.encoding), rows, names


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(storage.FOLDER, str(tmp_path))


def is_right(found: Upload, rows: list[list[Any]], names: list[str]) -> bool:
    if [column.name for column in found.columns] != names:
        return False
    read = rows_of(found)
    return len(read) == len(rows) and all(
        cell == pytest.approx(right, rel=1e-6) if isinstance(right, float) else cell == right
        for row, rights in zip(read, rows, strict=True)
        for cell, right in zip(row, rights, strict=True)
    )


def asked_about(found: Upload, way: Way) -> dict[str, Any]:
    """What its reading leaves open, as it was meant."""
    others = reading_of(found).others
    meant: dict[str, Any] = {
        "decimal": way.decimal,
        "separator": way.separator,
        "header": way.header != "none",
    }
    return {
        name: value
        for name, value in meant.items()
        if str(value).lower() in others.get(name, ()) or value in others.get(name, ())
    }


WAYS = ways()


def test_there_are_many() -> None:
    assert len(WAYS) >= 700
    assert len({table(way)[0] for way in WAYS}) > 600


@pytest.mark.parametrize("way", WAYS, ids=map(str, WAYS))
def test_a_table_is_read_right_or_asked_about(way: Way) -> None:
    content, rows, names = table(way)
    found = uploaded(content)
    if is_right(found, rows, names):
        return
    asked = asked_about(found, way)
    assert asked, (way, reading_of(found), rows_of(found)[:3])
    codes = {note.code for note in reading_of(found).notes}
    assert codes & {"read_decimal", "read_header_numbers", "read_header_unsure", "read_separator"}
    assert is_right(uploaded(content, **asked), rows, names)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", SEPARATORS)
def test_what_is_asked_for_is_done(encoding: str, separator: str) -> None:
    way = Way(encoding, separator, ",", "names", True, "thousands", "", "\n")
    content, rows, names = table(way)
    asked = {
        "encoding": {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(encoding, encoding),
        "separator": separator,
        "decimal": ",",
        "header": True,
        "skip": 0,
    }
    found = uploaded(content, **asked)
    assert is_right(found, rows, names)
    assert reading_of(found).given == tuple(asked)


def test_an_encoding_that_is_not_the_files_is_refused() -> None:
    content, _, _ = table(Way("cp949", ",", ".", "names", False, "plain", "", "\n"))
    with pytest.raises(SpecProblem) as caught:
        uploaded(content, encoding="utf-8")
    assert caught.value.code == "upload_encoding"
