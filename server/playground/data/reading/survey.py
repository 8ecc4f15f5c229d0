"""What all cells of a column look like: counted over the whole file, before anything is decided of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from playground.data.reading.number_shapes import read_shape, shapes_of
from playground.wire.table_reading import Decimal

MAX_SHAPES = 600
"""Numbers have far fewer; what has more is text."""
SURE = 2000
"""After so many cells of which few are numbers, a column is of texts."""
PROVEN = re.compile(r"[+-]?[9z]+[.,]9+")
FEW = 12
"""Different cells that are remembered."""


@dataclass(slots=True)
class ColumnSurvey:
    """Takes the cells of a column chunk by chunk: `shapes` counts them, `examples` has one of each."""

    shapes: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    different: set[str] = field(default_factory=set)
    filled: int = 0
    is_text: bool = False
    whole: bool = True
    low: float = np.inf
    high: float = -np.inf
    _proven: Decimal | None = None
    """The decimal mark of a number that can have no other."""

    def add(self, cells: Any) -> None:
        """Look at texts [n] without blanks around them, null where nothing stands."""
        count = len(cells) - cells.null_count
        self.filled += count
        if not count or self.is_text:
            return
        if len(self.different) < FEW:
            self.different.update(_first_different(cells))
        if not self._add_plain(cells, count):
            self.whole = False
            self._add_shapes(cells)

    def _add_plain(self, cells: Any, count: int) -> bool:
        """Take numbers as they are usually written, which need not be looked at one by one."""
        import pyarrow as pa
        import pyarrow.compute as pc

        try:
            values = cells.cast(pa.int64()).drop_null().to_numpy(zero_copy_only=False)
        except pa.ArrowInvalid:
            return self._add_as_before(cells, count)
        self.low, self.high = min(self.low, values.min()), max(self.high, values.max())
        sizes = np.abs(values)
        for shape, chosen in (("z", sizes == 0), ("999", sizes < 1000), ("9999", sizes >= 1000)):
            if shape == "999":
                chosen = chosen & (sizes > 0)
            if found := int(chosen.sum()):
                first = int(np.argmax(chosen))
                self._count(shape, found, str(pc.drop_null(cells)[first].as_py()))
        return True

    def _add_as_before(self, cells: Any, count: int) -> bool:
        """Take numbers of the decimal mark that others of the column have proven, if all are such."""
        import pyarrow as pa
        import pyarrow.compute as pc

        self.whole = False
        if not self._proven or (
            self._proven == "," and pc.any(pc.match_substring(cells, ".")).as_py()
        ):
            return False
        try:
            pc.replace_substring(cells, self._proven, ".").cast(pa.float64())
        except pa.ArrowInvalid:
            return False
        self._count(f"9{self._proven}9", count, "")
        return True

    def _add_shapes(self, cells: Any) -> None:
        import pyarrow.compute as pc

        counted = pc.value_counts(cells.drop_null())
        values, counts = counted.field(0), counted.field(1).to_numpy(zero_copy_only=False)
        coded = shapes_of(values).dictionary_encode()
        if len(coded.dictionary) > MAX_SHAPES * 2:
            self.is_text = True
        indices = coded.indices.to_numpy(zero_copy_only=False)
        sums = np.bincount(indices, counts, len(coded.dictionary))
        firsts = np.full(len(coded.dictionary), -1)
        firsts[indices[::-1]] = np.arange(len(indices))[::-1]
        for shape, found, first in zip(
            coded.dictionary.slice(0, MAX_SHAPES).to_pylist(), sums, firsts, strict=False
        ):
            self._count(shape, int(found), str(values[int(first)].as_py()))
        numbers = self.count("number")
        if len(self.shapes) > MAX_SHAPES or (self.filled > SURE and numbers < 0.3 * self.filled):
            self.is_text = True

    def _count(self, shape: str, count: int, example: str) -> None:
        self.shapes[shape] += count
        self.examples.setdefault(shape, example)
        fits = read_shape(shape).fits
        if shape in ("9.9", "9,9") or (len(fits) == 1 and PROVEN.fullmatch(shape)):
            self._proven = self._proven or next(iter(fits))

    def count(self, kind: str) -> int:
        """Count the cells of a kind."""
        return sum(n for shape, n in self.shapes.items() if read_shape(shape).kind == kind)

    def fitting(self, decimal: Decimal) -> int:
        """Count the numbers by a decimal mark."""
        return sum(n for shape, n in self.shapes.items() if decimal in read_shape(shape).fits)


def _first_different(cells: Any) -> Sequence[str]:
    import pyarrow.compute as pc

    values: list[str] = pc.unique(cells.drop_null().slice(0, 4096)).slice(0, FEW).to_pylist()
    return values
