"""Where in a text its table lies: separator, width, names and first row, decided together.

Each separator is tried on all of the first lines. What is above the table, whether names stand
there, and how many rows fit follow from the columns that it makes; the separator whose columns are
made best is the one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from playground.data.reading.header import Verdict, assess, is_units
from playground.data.reading.number_shapes import read_shape, shape_of
from playground.data.reading.sample import (
    LEAD,
    SEPARATORS,
    ColumnSample,
    Record,
    Row,
    columns_of,
    comment_of,
    named_separator,
    rows_of,
)
from playground.data.refused_file import refused
from playground.spec.upload import MAX_COLUMNS
from playground.wire.table_reading import Asked, Separator

AS_GOOD = 0.97
"""From this share of the best one's score on, another separator is as likely."""
JUDGED_ABOVE = 60
"""Rows among which the table begins."""


@dataclass(frozen=True, slots=True)
class Table:
    """`names` are as they stand in the file, none where its first row, `top`, has none.

    `lines` are those of the file before the first row of values, whose number, as a spreadsheet
    counts, is `first`; `skip` those above the names, `above` of them with something in them.
    """

    separator: Separator
    width: int
    solid: int
    """Cells that a row has at least: those behind are empty and without a name."""
    names: tuple[str, ...] | None
    top: tuple[str, ...]
    lines: int
    first: int
    skip: int
    above: int
    verdict: Verdict
    score: float
    comment: str = ""
    row_names: bool = False
    joined: bool = False
    """Its names stand in two rows."""
    spaced: bool = False
    others: tuple[Separator, ...] = ()


class _TooWide(Exception):
    """By this separator there are more columns than can be used."""

    def __init__(self, width: int) -> None:
        super().__init__(width)
        self.width = width


def find_table(records: Sequence[Record], asked: Asked) -> Table:
    """Find the table in the first records of a file. Raises `SpecProblem` where there is none."""
    named = next((sep for record in records[:1] if (sep := named_separator(record))), None)
    given = asked.separator or named
    tried = (given,) if given else SEPARATORS
    found: list[Table] = []
    widest = 0
    for separator in tried:
        try:
            table = _by(records, separator, asked, bool(named))
        except _TooWide as problem:
            widest = max(widest, problem.width)
        else:
            found += [table] if table else []
    if not found and widest:
        raise refused("upload_too_many_columns", count=widest, most=MAX_COLUMNS)
    if not found:
        raise refused("upload_one_column")
    best = max(found, key=lambda table: table.score)
    others = tuple(
        table.separator
        for table in found
        if table is not best and table.score >= AS_GOOD * best.score and _differ(table, best)
    )
    return replace(best, others=others)


def _differ(one: Table, other: Table) -> bool:
    # Tabs are blanks, too: both make the same columns of them.
    return (one.width, one.skip) != (other.width, other.skip) or " " not in (
        one.separator,
        other.separator,
    )


def _by(records: Sequence[Record], separator: Separator, asked: Asked, named: bool) -> Table | None:
    every = rows_of(records, separator)
    start = asked.skip if asked.skip is not None else 0
    rows = [row for row in every if row.record.line >= start and not (named and row.number == 1)]
    filled = [row for row in rows if not row.is_blank]
    width = _width(filled)
    if width < 2:
        return None
    if width > MAX_COLUMNS:
        raise _TooWide(width)
    comment = comment_of(rows, width)
    bare = [_uncommented(row, comment, width) for row in filled]
    filled = [row for row in bare if row is not None]
    if not filled:
        return None
    columns = _settled(filled, width)
    at = 0 if asked.skip is not None else _begin(filled, columns, width)
    return _table(every, filled, at, width, columns, separator, comment, asked)


def _width(rows: Sequence[Row]) -> int:
    """Give the number of cells of most rows; those at the top may be no rows."""
    below = rows[min(3, len(rows) // 3) :]
    counts = Counter(len(row.cells) for row in below)
    width = max(counts, key=lambda cells: (counts[cells], cells), default=0)
    solid = max((_solid(row.cells) for row in below if len(row.cells) == width), default=width)
    # Where only some rows end with empty cells, the others tell the width.
    shorter = [cells for cells in counts if solid <= cells < width]
    return max(2, min(shorter)) if shorter and solid else width


def _solid(cells: Sequence[str]) -> int:
    """Count the cells up to the last that is not empty."""
    return max((place for place, cell in enumerate(cells, 1) if cell), default=0)


def _uncommented(row: Row, comment: str, width: int) -> Row | None:
    """Leave out a comment, but not one that holds the names: numpy writes `# x,y,label`."""
    if not comment or not row.record.text.lstrip().startswith(comment):
        return row
    bare = row.cells[0].lstrip(comment + " ")
    cells = (bare, *row.cells[1:]) if bare else row.cells[1:] or row.cells
    return replace(row, cells=cells) if len(cells) == width else None


def _settled(rows: Sequence[Row], width: int) -> list[ColumnSample]:
    """Give the columns as they are below the first rows, of which some may stand above the table."""
    fitting = [row for row in rows if _fits(row, width)]
    return columns_of(
        fitting[min(len(fitting) // 3, 30) :] if len(fitting) > 3 else fitting[1:], width
    )


def _fits(row: Row, width: int) -> bool:
    return len(row.cells) == width or (len(row.cells) > width and not any(row.cells[width:]))


def _is_value_row(row: Row, columns: Sequence[ColumnSample], width: int) -> bool:
    """Whether a row has values in it, and neither names nor a title."""
    if not _fits(row, width):
        return False
    if row.filled < max(2, (width + 2) // 3) and not (width == 2 and row.filled):
        return False
    kinds = [
        shape.kind
        for column, (shape,) in zip(
            columns, (c.shapes for c in columns_of([row], width)), strict=True
        )
        if column.is_number
    ]
    filled = [kind for kind in kinds if kind != "empty"]
    return not filled or sum(kind == "number" for kind in filled) * 2 >= len(filled)


def _begin(rows: Sequence[Row], columns: Sequence[ColumnSample], width: int) -> int:
    """Find the first row of values; where all columns are texts, the first row that fits."""
    looked = rows[: JUDGED_ABOVE + 2]
    values = [_is_value_row(row, columns, width) for row in looked]
    for at, good in enumerate(values):
        if good and all(values[at + 1 : at + 3]):
            return at
    return next((at for at, row in enumerate(looked) if _fits(row, width)), 0)


def _names_above(rows: Sequence[Row], at: int, width: int) -> Row | None:
    """Find the row of names above the first row of values, with its units if they stand between."""
    if at == 0:
        return None
    row = rows[at - 1]
    if at > 1 and is_units(row.cells) and _can_name(rows[at - 2], width):
        units = (*row.cells, *("",) * width)
        names = zip(rows[at - 2].cells, units, strict=False)
        cells = tuple(
            f"{name} {unit.strip()}" if unit.strip(" -") else name for name, unit in names
        )
        return replace(rows[at - 2], cells=cells)
    if not _can_name(row, width):
        return None
    above = rows[at - 2] if at > 1 else None
    return _joined(above, row, width) if above is not None and _are_names(above, width) else row


def _are_names(row: Row, width: int) -> bool:
    """Whether a row names each column by itself: all words, none twice."""
    cells = row.cells[:width]
    words = all(cell and read_shape(shape_of(cell[:64])).kind == "text" for cell in cells)
    return len(row.cells) == width and words and len({*cells}) == width


def _joined(above: Row, row: Row, width: int) -> Row:
    """Join two rows of names: what is measured, and in what or how."""
    pairs = zip(above.cells, (*row.cells, *("",) * width), strict=False)
    cells = (name if more in ("", "-", name) else f"{name} {more}" for name, more in pairs)
    return replace(above, cells=tuple(cells))


def _can_name(row: Row, width: int) -> bool:
    cells = row.cells
    most = _solid(cells)
    if not (width - 1 <= max(len(cells), most) and most <= width):
        return len(cells) > width and most > width
    index = width == 2 and cells[0] == "" and row.filled == 1
    return row.filled >= max(2, width // 2) or index or (width == 2 and len(cells) == 2)


def _table(
    every: Sequence[Row],
    rows: Sequence[Row],
    at: int,
    width: int,
    columns: Sequence[ColumnSample],
    separator: Separator,
    comment: str,
    asked: Asked,
) -> Table:
    header = _names_above(rows, at, width) if asked.skip is None else None
    verdict = Verdict(names=header is not None)
    if header is None or asked.header is False:
        if header is not None:
            # What looked like names is a row of values after all.
            at = rows.index(next(row for row in rows if row.number == header.number))
            header = None
        verdict = assess(rows[at].cells, columns_of(rows[at + 1 : at + 200], width))
        if asked.header is not None:
            verdict = Verdict(names=asked.header)
        if verdict.names:
            header, at = rows[at], at + 1
            if asked.skip is None or asked.header:
                at += at < len(rows) - 1 and is_units(rows[at].cells)
    top = header or rows[at]
    row_names, padded = _row_names(header, rows[at:], width)
    # The record behind the names where there is no row of values.
    last = rows[at].record if at < len(rows) else None
    lines = last.line if last else top.record.line + top.record.lines
    body = [row for row in rows[at:] if not row.is_blank]
    consistent = sum(_fits(row, width) for row in body) / max(1, len(body))
    judged = columns_of([row for row in body if _fits(row, width)][:200], width)
    made = sum(column.score(separator) for column in judged) / max(1, len(judged))
    above = sum(
        row.number < top.number and not row.is_blank and named_separator(row.record) is None
        for row in every
    )
    score = consistent**2 * made * LEAD.get(separator, 1.0) * (1 - above / (2 * len(every)))
    return Table(
        separator,
        width,
        max(_solid(padded or ()), *(_solid(row.cells) for row in body[:200]), 2) if body else width,
        padded,
        top.cells,
        lines,
        rows[at].number if at < len(rows) else top.number + 1,
        top.record.line,
        above,
        verdict,
        score,
        comment,
        row_names,
        header is not None and header.cells != _cells_of(rows, header),
        any(re.search(re.escape(separator) + r' +"', row.record.text) for row in rows[:50]),
    )


def _cells_of(rows: Sequence[Row], header: Row) -> tuple[str, ...]:
    """Give a row's cells as they stand in the file, those of a row beneath left out."""
    return next((row.cells for row in rows if row.number == header.number), header.cells)


def _row_names(
    header: Row | None, body: Sequence[Row], width: int
) -> tuple[bool, tuple[str, ...] | None]:
    """Give the names, one a column; where one lacks, its rows have names or empty cells at their ends."""
    if header is None:
        return False, None
    cells = header.cells
    if len(cells) > width:
        cells = cells[
            : max(width, *(at for at, cell in enumerate(cells, 1) if cell or at <= width))
        ]
    if len(cells) >= width:
        return False, cells
    ends = all(len(row.cells) < width or not row.cells[-1] for row in body)
    if len(cells) == width - 1 and not ends and width > 2 and _are_row_names(body):
        return True, ("", *cells)
    return False, (*cells, *("",) * (width - len(cells))) if ends else cells


def _are_row_names(body: Sequence[Row]) -> bool:
    """Whether the first cells are names of rows: texts that differ, or 1, 2, 3."""
    cells = [row.cells[0] for row in body if row.cells]
    if not cells or len(set(cells)) < len(cells):
        return False
    if all(re.fullmatch(r"\d{1,9}", cell) for cell in cells):
        numbers = [int(cell) for cell in cells]
        return numbers[0] in (0, 1) and all(b - a == 1 for a, b in pairwise(numbers))
    return not any(re.fullmatch(r"[-+]?[\d.,]+", cell) for cell in cells)
