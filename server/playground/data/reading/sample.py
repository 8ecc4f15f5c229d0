"""The first lines of a file as rows: by any of the separators, and how well columns come of it."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from playground.data.reading.number_shapes import Shape, is_known_unit, read_shape, shape_of
from playground.wire.table_reading import Decimal, Separator

SEPARATORS: tuple[Separator, ...] = (",", ";", "\t", "|", " ")
COMMENTS = ("#", "//", "%")
MAX_ROWS, MAX_CELLS = 400, 80_000
"""So much of the first lines is judged."""
JOINED = 200
"""Lines that a quoted cell may take up for its row to be judged as one."""
DIGIT = re.compile(r"\d")
LINE_END = re.compile(r"\r\n|\n|\r")
NAMED = re.compile(r"sep=(.)[,;\t]*", re.IGNORECASE)
DECIMALS: tuple[Decimal, ...] = (".", ",")
LEAD = {" ": 0.85, "|": 0.99}
"""Blanks stand within texts, too: they separate only where nothing else does as well."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row's text: a line, or several where a quoted cell has line ends. `line` counts from 0."""

    line: int
    lines: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a record without blanks around them; `number` counts records from 1."""

    number: int
    record: Record
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        return not any(self.cells)

    @property
    def filled(self) -> int:
        return sum(map(bool, self.cells))


def records_of(text: str, whole: bool) -> list[Record]:
    """Split a text into rows; the last line counts only where the text is whole."""
    lines = LINE_END.split(text)
    lines = lines[: MAX_ROWS + 1100] if whole or len(lines) == 1 else lines[:-1][: MAX_ROWS + 1100]
    odd = [at for at, line in enumerate(lines) if line.count('"') % 2]
    closes = dict(pairwise(odd))
    found, at = [], 0
    while at < len(lines):
        # A quote that opens in this line closes in the next that has an odd number of them.
        end = closes.get(at, at)
        end = end if end - at <= JOINED else at
        found.append(Record(at, end - at + 1, "\n".join(lines[at : end + 1])))
        at = end + 1
    return found


def named_separator(record: Record) -> Separator | None:
    """Give the separator of a line `sep=;`, which Excel reads."""
    found = NAMED.fullmatch(record.text.strip("\ufeff\"' "))
    return next((each for each in SEPARATORS if found and found[1] == each), None)


def split(text: str, separator: Separator) -> tuple[str, ...]:
    """Split a row's text into its cells."""
    blanks = separator == " "
    try:
        rows = csv.reader(
            [text.replace("\t", " ").strip()] if blanks else text.splitlines(keepends=True),
            delimiter=separator,
            skipinitialspace=True,
        )
        cells = next(rows, [])
    except csv.Error:
        cells = text.split(separator)
    return tuple(cell.strip() for cell in cells)


def rows_of(records: Sequence[Record], separator: Separator) -> list[Row]:
    """Split records by a separator, as many as are judged."""
    rows: list[Row] = []
    cells = filled = 0
    for number, record in enumerate(records, 1):
        row = Row(number, record, split(record.text, separator) if record.text else ())
        rows.append(row)
        cells += len(row.cells)
        filled += not row.is_blank
        if filled >= MAX_ROWS or (cells >= MAX_CELLS and filled >= 12):
            break
    return rows


@dataclass(slots=True)
class ColumnSample:
    """The cells of a column as shapes."""

    cells: list[str]
    shapes: list[Shape]

    @classmethod
    def of(cls, cells: list[str]) -> ColumnSample:
        return cls(cells, [read_shape(shape_of(cell[:64])) for cell in cells])

    @property
    def numbers(self) -> float:
        """The share of numbers by one and the same decimal mark, among cells that are not empty."""
        filled = sum(shape.kind != "empty" for shape in self.shapes)
        best = max(sum(mark in shape.fits for shape in self.shapes) for mark in DECIMALS)
        return best / filled if filled else 0.0

    @property
    def is_number(self) -> bool:
        return self.numbers >= 0.8

    def score(self, separator: Separator) -> float:
        """Tell how well its cells are made: 1 for numbers, least for texts that hold a separator."""
        total = 0.0
        for cell, shape in zip(self.cells, self.shapes, strict=True):
            known = not shape.suffix or is_known_unit(shape.suffix)
            if shape.kind == "number" and known:
                total += (0.95 if shape.prefix or shape.suffix else 1.0) * self.numbers
            elif shape.kind == "date":
                total += 0.95
            elif shape.kind == "empty":
                total += 0.5 if cell else 0.3
            elif any(sign in cell for sign in ",;\t|" if sign != separator):
                total += 0.15
            else:
                # Two cells that were not separated have digits beside letters.
                total += 0.65 if shape.kind == "text" and not DIGIT.search(cell) else 0.5
        return total / max(1, len(self.cells))


def columns_of(rows: Sequence[Row], width: int) -> list[ColumnSample]:
    """Give the columns of rows; cells that are missing are empty."""
    if not rows:
        return [ColumnSample([], []) for _ in range(width)]
    padded = [(*row.cells, *("",) * width)[:width] for row in rows]
    return [ColumnSample.of(list(cells)) for cells in zip(*padded, strict=True)]


def comment_of(rows: Sequence[Row], width: int) -> str:
    """Find what begins the lines that hold nothing: they have other numbers of cells than rows have."""
    for mark in COMMENTS:
        marked = [row for row in rows if row.record.text.lstrip().startswith(mark)]
        others = [row for row in rows if row not in marked and not row.is_blank]
        if not marked or not others:
            continue
        first = others[0].number
        alike = [row for row in marked if len(row.cells) == width]
        # Rows may begin with it, too: "#1,0.5".
        if all(row.number < first or len(row.cells) != width for row in marked) and (
            len(marked) > len(alike) or marked[-1].number < first
        ):
            return mark
    return ""
