"""The contents of a column, found in one pass over its cells."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data.metadata import Column
from playground.data.reading.index_columns import Numbering
from playground.data.refused_file import refused
from playground.spec.upload import MAX_CATEGORIES

NUMBER = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$"
MOSTLY = 0.9
"""The share of numbers among its cells from which a column is meant to be numbers."""
GREATEST = 1e30
"""Larger numbers cannot be trained on in float32."""
LONGEST = 80
"""Characters of a category."""
SURE = 1000
"""After so many cells that are no numbers, outnumbering the others, a column is of texts."""
WHOLE = 2.0**53
"""Beyond it float64 holds only some of the whole numbers."""
FIRST = 4096
"""Rows among which no number may come twice, if the column is to number the rows."""


class Scan:
    """Takes the cells of a column chunk by chunk."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._missing = self._good = self._bad = 0
        self._first_bad: tuple[int, str] | None = None
        self._texts: set[str] | None = set()
        self._numbers: set[float] | None = set()
        self._whole = self._single = True
        self._mean = self._squares = 0.0
        self._largest = 0.0
        self._counts = self._apart = True
        self._start: float | None = None
        self._first = np.zeros(0)

    def add(self, cells: Any, rows: NDArray[np.int64]) -> None:
        """Look at cells [n], whose numbers as rows are `rows` [n]. Raises `SpecProblem` for an infinite number."""
        import pyarrow as pa

        self._missing += cells.null_count
        if pa.types.is_string(cells.type):
            self._texts = _more(self._texts, cells)
            if self._bad > SURE and self._bad > self._good:
                self._bad += len(cells) - cells.null_count
                return
            cells, bad = numbers_of(cells)
            if bad is not None:
                where, text = bad.first
                self._first_bad = self._first_bad or (int(rows[where]), text)
                self._bad += bad.count
        if cells.null_count < len(cells):
            self._measure(cells, rows)

    def column(self) -> Column:
        """Tell what was found. Raises `SpecProblem` for a text among numbers."""
        valid = self._good + self._bad
        if valid and not self._bad:
            return self._of_numbers()
        if self._first_bad is not None and self._good >= MOSTLY * valid:
            row, text = self._first_bad
            raise refused("upload_bad_cell", row=row, column=self._name, cell=text)
        texts = self._texts
        # Where no text comes twice there is nothing to learn from it: a name, a number of a row.
        if texts and len(texts) < valid and all(len(text) <= LONGEST for text in texts):
            return Column(self._name, "text", self._missing, tuple(sorted(texts)))
        return Column(self._name, "nothing", self._missing, empty=not valid)

    def numbering(self) -> Numbering | None:
        """Tell how its numbers follow each other; None unless all are whole and there in every row."""
        if self._missing or self._bad or not self._good or not self._whole:
            return None
        counts = self._counts and self._start in (0, 1)
        return Numbering(counts, self._apart and len(np.unique(self._first)) == len(self._first))

    def _of_numbers(self) -> Column:
        numbers = tuple(sorted(self._numbers or ()))
        return Column(
            self._name,
            "number",
            self._missing,
            tuple(text_of(number) for number in numbers),
            numbers,
            self._whole,
            self._single,
            self._mean,
            float(np.sqrt(self._squares / self._good)),
            rounded=self._whole and self._largest > WHOLE,
        )

    def _measure(self, cells: Any, rows: NDArray[np.int64]) -> None:
        all_values = cells.to_numpy(zero_copy_only=False)
        values = all_values[~np.isnan(all_values)] if cells.null_count else all_values
        largest = np.abs(values).max()
        if not largest <= GREATEST:
            at = int(np.argmax(~(np.abs(np.nan_to_num(all_values, posinf=np.inf)) <= GREATEST)))
            raise refused("upload_infinite", row=int(rows[at]), column=self._name)
        self._numbers = _more(self._numbers, cells)
        values = values.astype(np.float64, copy=False)
        self._whole = self._whole and bool((values == np.floor(values)).all())
        self._single = self._single and bool((values.astype(np.float32) == values).all())
        self._largest = max(self._largest, float(largest))
        self._follow(values)
        self._merge(len(values), float(values.mean()), float(values.var()))

    def _follow(self, values: NDArray[np.float64]) -> None:
        """Look at whole numbers that may number the rows: at as many as tell that they do not."""
        if not self._whole or self._missing or self._bad:
            return
        if self._start is None:
            self._start = float(values[0])
        if self._counts:
            begin = self._start + self._good
            self._counts = bool((values == begin + np.arange(len(values))).all())
        if self._apart and len(self._first) < FIRST:
            self._first = np.concatenate([self._first, values[: FIRST - len(self._first)]])
            if not self._counts and len(np.unique(self._first)) < len(self._first):
                self._apart, self._first = False, np.zeros(0)

    def _merge(self, count: int, mean: float, variance: float) -> None:
        """Add a part's moments: Chan, Golub, LeVeque 1979, formula 2.1."""
        total = self._good + count
        apart = mean - self._mean
        self._squares += variance * count + apart**2 * self._good * count / total
        self._mean += apart * count / total
        self._good = total


class Bad:
    """Cells that are no numbers: how many, and the first one's place and text."""

    def __init__(self, cells: Any, wrong: Any) -> None:
        import pyarrow.compute as pc

        self.count = int(pc.sum(wrong).as_py())
        where = int(pc.index(wrong, True).as_py())
        self.first = (where, str(cells[where].as_py()))


def numbers_of(texts: Any) -> tuple[Any, Bad | None]:
    """Give the texts as float64, null where they are no numbers, and which ones are not."""
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        return texts.cast(pa.float64()), None
    except pa.ArrowInvalid:
        right = pc.match_substring_regex(texts, NUMBER)
        wrong = pc.and_(pc.is_valid(texts), pc.invert(right))
        only = pc.if_else(right, texts, pa.scalar(None, pa.string()))
        return only.cast(pa.float64()), Bad(texts, wrong)


def text_of(number: float) -> str:
    """Write a number as a category's name: 3 for 3.0."""
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)


def _more(known: Any, cells: Any) -> Any:
    """Join the different values so far; None from when there are too many."""
    import pyarrow.compute as pc

    if known is None:
        return None
    found = pc.unique(cells)
    if len(found) > MAX_CATEGORIES + 1:
        return None
    known = known | {value for value in found.to_pylist() if value is not None}
    return known if len(known) <= MAX_CATEGORIES else None
