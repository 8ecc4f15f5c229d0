"""The first pass over a table's rows: what each column looks like, and which rows are no samples.

The first row and the last few are held back until all others are known, so that a total does not
make texts of a column of numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from playground.data.reading.number_formats import ColumnFormat
from playground.data.reading.parsed_rows import Rows
from playground.data.reading.survey import ColumnSurvey
from playground.data.reading.total_rows import (
    ALWAYS,
    FEW_ABOVE,
    HELD,
    LeftOut,
    LooseRow,
    is_line_below,
    looks_loose,
    sums_up,
)


@dataclass(slots=True)
class FirstPass:
    """`rows` counts those that are not blank, and `ending` are the last of them."""

    surveys: list[ColumnSurvey]
    out: LeftOut
    rows: int
    ending: tuple[LooseRow, ...]


def survey(pieces: Iterable[Rows], width: int, total: bool | None) -> FirstPass:
    """Look at all cells. `total` tells whether the last row is one; None: that is found out."""
    surveys = [ColumnSurvey() for _ in range(width)]
    none: Rows = (np.zeros(0, np.int64), [])
    top, last, rows = none, none, 0
    for piece in _last_apart(pieces):
        if not rows and total is not False and looks_loose(_loose(_cut(piece, 1)[0])[0]):
            rows, (top, piece) = 1, _cut(piece, 1)
        rows += len(piece[0])
        _add(surveys, last)
        last = piece
    above, tail = _cut(last, max(0, len(last[0]) - HELD))
    _add(surveys, above)
    if total is False:
        _add(surveys, tail)
        return FirstPass(surveys, LeftOut(), rows, tuple(_loose(tail)))
    return _judged(surveys, top, tail, rows, bool(total))


def _judged(
    surveys: list[ColumnSurvey], top: Rows, tail: Rows, rows: int, total: bool
) -> FirstPass:
    """Tell which of the rows that were held back are samples, and count these among the others."""
    ending = _loose(tail)
    may_be = 0
    while may_be < len(ending) and looks_loose(ending[-1 - may_be]):
        may_be += 1
    if 2 * may_be > rows:
        # A table of means and totals alone: they are what it is about.
        may_be = 0
    may_be = max(may_be, int(total and len(ending) > 0))
    samples, rest = _cut(tail, len(ending) - may_be)
    _add(surveys, samples)
    summed: list[LooseRow] = []
    lines, doubtful, last = 0, None, 2**62
    for at, row in enumerate(reversed(ending[len(ending) - may_be :]), 1):
        if is_line_below(row, surveys, rows):
            lines += 1
        elif (found := sums_up(row, surveys)) or (total and not summed):
            summed.insert(0, row)
        else:
            doubtful = row if found is None else None
            _add(surveys, _cut(rest, may_be - at + 1)[0])
            break
        last = row.number - 1
    begin = 0
    for first in _loose(top):
        if rows > FEW_ABOVE and sums_up(first, surveys):
            summed.insert(0, first)
            begin = first.number + 1
        else:
            _add(surveys, top)
    return FirstPass(
        surveys, LeftOut(begin, last, tuple(summed), lines, doubtful), rows, tuple(ending)
    )


def with_sums(found: FirstPass, pieces: Iterable[Rows], formats: Sequence[ColumnFormat]) -> LeftOut:
    """Find out whether the last row has no word for it, but the sums of all that stands above it."""
    if found.out.rows or found.rows <= FEW_ABOVE:
        return found.out
    *above, row = found.ending
    numbers = {at: format for at, format in enumerate(formats) if format.numbers is not None}
    shown = {at: _value(row.cells[at], numbers[at]) for at in numbers if row.cells[at]}
    if any(cell and at not in numbers for at, cell in enumerate(row.cells)) or not shown:
        return found.out
    lacks = any(
        not cell and each.filled >= ALWAYS * found.rows
        for cell, each in zip(row.cells, found.surveys, strict=True)
    )
    if len(shown) < 2 and not lacks:
        return found.out
    # Most rows end here: a sum of the many is larger than any of the few before it.
    for at, value in shown.items():
        before = [_value(each.cells[at], numbers[at]) for each in above if each.cells[at]]
        if not np.isfinite(value) or not before or abs(value) <= np.abs(before).max():
            return found.out
    if all(_is_sum(row, at, numbers[at], sums) for at, sums in _sums(pieces, shown, numbers)):
        return replace(found.out, last=row.number - 1, rows=(row,))
    return found.out


def _sums(
    pieces: Iterable[Rows], places: Iterable[int], formats: dict[int, ColumnFormat]
) -> list[tuple[int, tuple[float, float]]]:
    """Give the sum of each column and that of the sizes in it."""
    sums = dict.fromkeys(places, (0.0, 0.0))
    for _, columns in pieces:
        for at, (sum_, size) in sums.items():
            values = _numbers(columns[at], formats[at])
            values = values[np.isfinite(values)]
            sums[at] = sum_ + float(values.sum()), size + float(np.abs(values).sum())
    return list(sums.items())


def _is_sum(row: LooseRow, at: int, format: ColumnFormat, sums: tuple[float, float]) -> bool:
    """Whether a cell is the sum of the others, to the decimals that it has. The sum has it, too."""
    text = format.numbers.value_of(row.cells[at]) if format.numbers else ""
    value = _value(row.cells[at], format)
    decimals = len(text.partition(".")[2]) if "e" not in text.lower() else 0
    return bool(abs(sums[0] - 2 * value) <= 0.51 * 10.0**-decimals + 1e-9 * sums[1])


def _value(cell: str, format: ColumnFormat) -> float:
    import pyarrow as pa

    return float(_numbers(pa.array([cell]), format)[0])


def _numbers(cells: Any, format: ColumnFormat) -> Any:
    """Give cells as float64, NaN where they are no numbers."""
    from playground.data.scan import numbers_of

    plain = format.numbers.plainly(cells) if format.numbers else cells
    return numbers_of(plain)[0].to_numpy(zero_copy_only=False).astype(np.float64)


def _last_apart(pieces: Iterable[Rows]) -> Iterator[Rows]:
    """Join a last piece of few rows to the one before it."""
    before: Rows | None = None
    for piece in pieces:
        if before is not None and len(piece[0]) <= HELD:
            before = _joined(before, piece)
            continue
        if before is not None:
            yield before
        before = piece
    if before is not None:
        yield before


def _joined(one: Rows, other: Rows) -> Rows:
    import pyarrow as pa

    columns = [pa.concat_arrays(pair) for pair in zip(one[1], other[1], strict=True)]
    return np.concatenate([one[0], other[0]]), columns


def _cut(rows: Rows, at: int) -> tuple[Rows, Rows]:
    numbers, columns = rows
    return (
        (numbers[:at], [column.slice(0, at) for column in columns]),
        (numbers[at:], [column.slice(at) for column in columns]),
    )


def _add(surveys: Sequence[ColumnSurvey], rows: Rows) -> None:
    if len(rows[0]):
        for each, cells in zip(surveys, rows[1], strict=True):
            each.add(cells)


def _loose(rows: Rows) -> list[LooseRow]:
    texts = [column.to_pylist() for column in rows[1]]
    return [
        LooseRow(int(number), tuple(str(cells[at] or "") for cells in texts))
        for at, number in enumerate(rows[0])
    ]
