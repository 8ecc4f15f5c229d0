"""How the numbers of each column are written, decided from all of its cells and from the other columns.

A decimal mark is one for the whole file where its columns allow it. `1.049` alone may be a
thousand: other cells of its column, other columns and the separator tell, and if they leave it
open, that is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playground.data.reading.notes import note
from playground.data.reading.number_shapes import (
    BLANK,
    CURRENCY,
    ONLY_AMONG_NUMBERS,
    SIGNS,
    Shape,
    is_known_unit,
    read_shape,
)
from playground.data.reading.survey import FEW, ColumnSurvey
from playground.wire.table_reading import Decimal, Note, Separator

MOSTLY = 0.9
"""The share of numbers among its cells from which a column is meant to be numbers."""
TOLD = 6
"""Columns of which the same is told one by one."""


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """Cells of a column that are numbers in `decimal`, `group`s of three, with `signs` around them."""

    decimal: Decimal
    group: str = ""
    suffix: str = ""
    plain: bool = True
    negated: bool = False
    count: int = 0
    """Cells that are written so."""

    def plainly(self, cells: Any) -> Any:
        """Write numbers as 1234.5; texts that are none stay as they are."""
        import pyarrow.compute as pc

        if self.plain or (bare := self._with_points(cells)) is not None:
            return cells if self.plain else bare
        point = re.escape(self.decimal)
        group = (
            BLANK if self.group == " " else "['’]" if self.group == "'" else re.escape(self.group)
        )
        grouped = (
            rf"[1-9]\d{{0,2}}(?:{group}\d{{2,3}})*{group}\d{{3}}(?:{point}\d*)?"
            if self.group
            else ""
        )
        plain = rf"(?:\d+(?:{point}\d*)?|{point}\d+)(?:[eE]{SIGNS}?\d+)?"
        body = f"{grouped}|{plain}" if grouped else plain
        suffix = re.escape(self.suffix) if self.suffix else ""
        around = rf"(?:{CURRENCY})?"
        pattern = (
            rf"^\(?({SIGNS}?){BLANK}*{around}{BLANK}*({SIGNS}?){BLANK}*({body}){BLANK}*"
            rf"(?:{suffix}|{CURRENCY})?{BLANK}*[-+−]?\)?$"
        )
        matches = pc.match_substring_regex(cells, pattern)
        bare = pc.replace_substring_regex(cells, pattern, r"\1\2\3")
        if self.group:
            bare = pc.replace_substring_regex(bare, rf"(\d){group}", r"\1")
        if self.decimal == ",":
            bare = pc.replace_substring(bare, ",", ".")
        bare = pc.replace_substring_regex(bare, SIGNS.replace("+", ""), "-")
        if self.negated:
            minus = pc.match_substring_regex(cells, r"^\(.*\)$|[-−]$")
            bare = pc.if_else(minus, pc.binary_join_element_wise("-", bare, ""), bare)
        return pc.if_else(matches, bare, cells)

    def _with_points(self, cells: Any) -> Any:
        """Write points for commas if that makes numbers of all, None if not: far the quicker way."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if self.decimal != "," or self.group or self.suffix or self.negated:
            return None
        if pc.any(pc.match_substring(cells, ".")).as_py():
            return None
        bare = pc.replace_substring(cells, ",", ".")
        try:
            bare.cast(pa.float64())
        except pa.ArrowInvalid:
            return None
        return bare

    def value_of(self, cell: str) -> str:
        """Write one cell as a number."""
        import pyarrow as pa

        return str(self.plainly(pa.array([cell]))[0].as_py())


@dataclass(frozen=True, slots=True)
class ColumnFormat:
    """How a column is read: `numbers` is None where its cells are texts."""

    numbers: NumberFormat | None
    words: tuple[str, ...] = ()
    """Those of its cells that count as empty, besides those that do in any column."""


@dataclass(frozen=True, slots=True)
class Formats:
    decimal: Decimal
    columns: tuple[ColumnFormat, ...]
    others: tuple[Decimal, ...]
    notes: tuple[Note, ...]


def decide(
    surveys: Sequence[ColumnSurvey],
    names: Sequence[str],
    separator: Separator,
    asked: Decimal | None,
) -> Formats:
    """Decide how the columns are read, and tell what could be meant in another way."""
    by: dict[Decimal, list[NumberFormat | None]] = {".": [], ",": []}
    for survey in surveys:
        found = [(mark, _format(survey, mark)) for mark in by]
        most = max(each.count for _, each in found if each) if any(each for _, each in found) else 0
        for mark, each in found:
            by[mark].append(each if each and each.count == most else None)
    opened = [
        at for at, survey in enumerate(surveys) if by["."][at] and by[","][at] and _is_open(survey)
    ]
    proof = sum((by["."][at] is None) - (by[","][at] is None) for at in range(len(surveys)))
    sure = asked is not None or proof != 0 or not opened
    if asked is not None:
        decimal = asked
    elif proof or not opened:
        decimal = "," if proof > 0 else "."
    else:
        guesses = Counter(_guess(surveys[at], separator) for at in opened)
        decimal = "," if guesses[","] > guesses["."] else "."
    other: Decimal = "." if decimal == "," else ","
    columns: list[ColumnFormat] = []
    notes: list[Note] = []
    for at, survey in enumerate(surveys):
        chosen = by[decimal][at] or by[other][at]
        columns.append(ColumnFormat(chosen, _words(survey) if chosen else ()))
        if chosen is not None:
            notes += _told(survey, names[at], chosen, decimal, None if sure else by[other][at])
    few = Counter(each.code for each in notes)
    notes = [
        each for at, each in enumerate(notes) if few[each.code] <= TOLD or _nth(notes, at) < TOLD
    ]
    return Formats(decimal, tuple(columns), () if sure else (other,), tuple(notes))


def _nth(notes: Sequence[Note], at: int) -> int:
    return sum(each.code == notes[at].code for each in notes[:at])


def _format(survey: ColumnSurvey, decimal: Decimal) -> NumberFormat | None:
    """Give the one pattern that the numbers of a column have by a decimal mark; None where they are texts."""
    if survey.is_text or not survey.filled:
        return None
    numbers = [
        (shape, count)
        for text, count in survey.shapes.items()
        if decimal in (shape := read_shape(text)).fits
    ]
    if not numbers:
        return None
    group = _commonest(Counter({"": 0}), numbers, lambda shape: shape.fits[decimal])
    suffix = _commonest(Counter({"": 0}), numbers, lambda shape: shape.suffix)
    prefix = _commonest(Counter({"": 0}), numbers, lambda shape: shape.prefix)
    if suffix and not _is_unit(suffix, survey):
        suffix = ""
    good = [
        (shape, count)
        for shape, count in numbers
        if shape.fits[decimal] in ("", group)
        and shape.suffix in ("", suffix)
        and shape.prefix in ("", prefix)
    ]
    found = sum(count for _, count in good)
    others = survey.filled - found - survey.count("empty")
    if not found or found < MOSTLY * (found + others):
        return None
    shapes = [shape for shape, _ in good]
    plain = decimal == "." and all(shape.plain and not shape.fits["."] for shape in shapes)
    return NumberFormat(
        decimal, group, suffix, plain, any(shape.negated for shape in shapes), found
    )


def _commonest(start: Counter[str], numbers: Sequence[tuple[Shape, int]], of: Any) -> str:
    for shape, count in numbers:
        if value := of(shape):
            start[value] += count
    return max(start, key=lambda value: (start[value], value))


def _is_unit(suffix: str, survey: ColumnSurvey) -> bool:
    """Whether it is a unit. What is not known for one may make names of few kinds: 1반, 2반."""
    return is_known_unit(suffix) or len(survey.different) >= FEW


def _is_open(survey: ColumnSurvey) -> bool:
    return any(read_shape(shape).is_open for shape in survey.shapes)


def _guess(survey: ColumnSurvey, separator: Separator) -> Decimal:
    """Guess the decimal mark of a column that can be read by either.

    Beside numbers below 1,000 without a mark, and none above, the mark is that of thousands.
    Alone, a point is a decimal point, and a comma one where semicolons spare commas for that.
    """
    shapes = [read_shape(shape) for shape in survey.shapes]
    mark: Decimal = "," if any("," in s for s in survey.shapes if read_shape(s).is_open) else "."
    thousands = any(shape.small for shape in shapes) and not any(shape.large for shape in shapes)
    if thousands or (mark == "," and separator != ";"):
        return "." if mark == "," else ","
    return mark


def _words(survey: ColumnSurvey) -> tuple[str, ...]:
    found = {survey.examples[shape] for shape in survey.shapes if read_shape(shape).kind == "empty"}
    return tuple(sorted(found & ONLY_AMONG_NUMBERS))


def _told(
    survey: ColumnSurvey,
    name: str,
    chosen: NumberFormat,
    decimal: Decimal,
    other: NumberFormat | None,
) -> list[Note]:
    notes = []
    shapes = {text: read_shape(text) for text in survey.shapes}
    numbers = {text: shape for text, shape in shapes.items() if chosen.decimal in shape.fits}
    marked = next((survey.examples[text] for text, shape in numbers.items() if shape.is_open), "")
    if other is not None and marked:
        value, meant = chosen.value_of(marked), other.value_of(marked)
        notes.append(note("read_decimal", column=name, cell=marked, value=value, other=meant))
    if chosen.decimal != decimal:
        example = next(
            (survey.examples[text] for text, shape in numbers.items() if shape.marks), ""
        )
        value = chosen.value_of(example)
        notes.append(note("read_other_decimal", column=name, cell=example, value=value))
    for text, shape in numbers.items():
        if shape.suffix or shape.prefix:
            cell = survey.examples[text]
            notes.append(note("read_unit", column=name, cell=cell, value=chosen.value_of(cell)))
            break
    return notes
