"""Whether the first row of a table holds the names of its columns, judged by the rows below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from playground.data.reading.number_shapes import KNOWN_UNITS, read_shape, shape_of
from playground.data.reading.sample import ColumnSample

YEARS = range(1800, 2101)
YEARS_AS_TEXT = frozenset(map(str, YEARS))
UNIT_CELL = re.compile(r"\(.{0,12}\)|\[.{0,12}\]|-|")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`numbers`: the names look like numbers. `unsure`: nothing tells."""

    names: bool
    numbers: bool = False
    unsure: bool = False


def assess(cells: Sequence[str], below: Sequence[ColumnSample]) -> Verdict:
    """Judge a row by the columns below it.

    A text above numbers marks names, and so does one above texts of which each comes again and
    again, if it does not come again itself. Whole numbers in even steps are names where what is
    below does not go on like that.
    """
    if not any(len(column.cells) for column in below):
        return Verdict(names=not any(_is_number(cell) for cell in cells if cell))
    pairs = list(zip(cells, below, strict=False))
    steps = _are_steps(cells, below)
    for_names = against = 0.0
    for cell, column in pairs:
        if not cell:
            continue
        if _is_number(cell):
            if column.is_number or not steps:
                against += 0 if steps else 1
        elif column.is_number:
            for_names += 3
        elif cell in column.cells:
            against += 2
        elif _repeats(column):
            for_names += 1
    texts = [cell for cell in cells if cell and not _is_number(cell)]
    if steps and not texts:
        return Verdict(names=True, numbers=True)
    if not texts:
        return Verdict(names=False)
    names = for_names > against or (for_names == against and not against)
    return Verdict(
        names,
        numbers=names and any(_is_number(cell) for cell in cells),
        unsure=for_names == against or (names and against > 0 and for_names < 2 * against),
    )


def is_units(cells: Sequence[str]) -> bool:
    """Whether a row under the names holds their units: (°C), %, -."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(
        UNIT_CELL.fullmatch(cell) or cell in KNOWN_UNITS or cell.lower() in ("degc", "degf")
        for cell in filled
    )


def _is_number(cell: str) -> bool:
    return read_shape(shape_of(cell)).kind in ("number", "date")


def _repeats(column: ColumnSample) -> bool:
    filled = [cell for cell in column.cells if cell]
    return len(set(filled)) < 0.7 * len(filled)


def _are_steps(cells: Sequence[str], below: Sequence[ColumnSample]) -> bool:
    """Whether the numbers of a row are names: 0 to n - 1 as pandas has them, or years, or in even steps."""
    found = [(at, int(cell)) for at, cell in enumerate(cells) if re.fullmatch(r"\d{1,6}", cell)]
    others = [cell for at, cell in enumerate(cells) if cell and at not in dict(found)]
    if any(_is_number(cell) for cell in others) or len(found) < 2:
        return False
    numbers = [number for _, number in found]
    step = numbers[1] - numbers[0]
    even = step != 0 and all(b - a == step for a, b in pairwise(numbers))
    from_start = numbers[0] in (0, 1) and step == 1
    years = all(number in YEARS for number in numbers)
    if not even or not (from_start or years or len(numbers) >= 4):
        return False
    columns = [below[at] for at, _ in found if at < len(below)]
    if any(_goes_on(columns, row, step) for row in range(min(3, len(columns[0].cells)))):
        return False
    if years:
        return not any(cell in YEARS_AS_TEXT for column in columns for cell in column.cells[:20])
    if len(numbers) < 4 and not others:
        # 0,1 may be the first row of a truth table.
        return any("." in cell or "," in cell for column in columns for cell in column.cells)
    return True


def _goes_on(columns: Sequence[ColumnSample], row: int, step: int) -> bool:
    """Whether a row below has the same even steps, as windows of a series have."""
    cells = [column.cells[row] for column in columns]
    if not all(re.fullmatch(r"\d{1,6}", cell) for cell in cells):
        return False
    numbers = [int(cell) for cell in cells]
    return all(b - a == step for a, b in pairwise(numbers))
