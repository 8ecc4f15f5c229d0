"""The rows of a table of text, parsed piece by piece: cells without blanks around them, null where nothing stands.

Rows whose number of cells is another are looked at one by one: cells beyond the last column that are
empty go, and so do lines below the table; any other row is refused by its number.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from playground.data.reading.encoding import Found
from playground.data.reading.sample import split
from playground.data.reading.table import Table
from playground.data.reading.text_stream import Cleaning, TextStream
from playground.data.reading.total_rows import begins_a_total
from playground.data.refused_file import refused
from playground.wire.table_reading import Separator

BLOCK = 4 * 2**20
"""Bytes read at once; no row may be longer."""
MAX_BELOW = 50
"""Lines that may stand below a table."""

Rows = tuple[NDArray[np.int64], list[Any]]


class ParsedRows:
    """May be gone through again. What was left out is known after the first time."""

    def __init__(self, path: Path, found: Found, table: Table, empty: frozenset[str]) -> None:
        import pyarrow as pa

        self._path, self._found, self._table = path, found, table
        self._empty = pa.array(sorted(empty), pa.string())
        self.comments = self.below = self.trailing = self.again = 0

    def __iter__(self) -> Iterator[Rows]:
        """Read the rows that are not blank, with their numbers. Raises `SpecProblem`."""
        table = self._table
        self._wrong: list[Any] = []
        self._pending: list[Any] = []
        self.comments = self.below = self.trailing = self.again = 0
        cleaning = Cleaning(
            table.lines,
            table.comment,
            table.separator == " ",
            table.separator if table.spaced else "",
        )
        first, self._taken = table.first, 0
        stream = TextStream(self._path, self._found, cleaning)
        try:
            for batch in self._batches(stream):
                numbers, columns = self._with_mended(first, batch, self._wrong_until(first, batch))
                first += batch.num_rows + self._taken
                columns = [self._tidy(column) for column in columns]
                numbers, columns = self._without_names(numbers, columns)
                for rows in _without_blanks(numbers, columns):
                    if self._pending and rows[0][-1] > self._number(self._pending[0]):
                        self._refuse(self._pending[0])
                    yield rows
            # Of a last piece without a row that fits, there is no batch.
            self._mended(self._wrong)
            self.below = len(self._pending)
        finally:
            self.comments = stream.comments
            stream.close()

    def _batches(self, stream: TextStream) -> Iterator[Any]:
        import pyarrow as pa
        import pyarrow.csv

        columns = [str(at) for at in range(self._table.width)]
        separator = self._table.separator
        try:
            yield from pyarrow.csv.open_csv(
                pa.PythonFile(stream, mode="r"),
                pyarrow.csv.ReadOptions(use_threads=False, block_size=BLOCK, column_names=columns),
                pyarrow.csv.ParseOptions(
                    delimiter="\t" if separator == " " else separator,
                    newlines_in_values=True,
                    ignore_empty_lines=False,
                    invalid_row_handler=self._note,
                ),
                pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(columns, pa.string())),
            )
        except pa.ArrowInvalid as error:
            if "Empty CSV" in str(error) or not stream.had_text:
                return
            code = "upload_not_utf8" if "UTF8" in str(error) else "upload_damaged"
            if "straddling" in str(error) or "too large" in str(error):
                raise refused("upload_long_row", limit=f"{BLOCK // 2**20} MB") from None
            raise refused(code) from None
        except UnicodeDecodeError:
            raise refused("upload_not_utf8") from None

    def _note(self, row: Any) -> str:
        self._wrong.append(row)
        return "skip"

    def _number(self, row: Any) -> int:
        return int(self._table.first - 1 + row.number)

    def _wrong_until(self, first: int, batch: Any) -> list[Any]:
        """Take those rows of another length that stand among the batch's: the parser reads ahead."""
        end = first + batch.num_rows
        self._taken = 0
        while self._taken < len(self._wrong) and self._number(self._wrong[self._taken]) <= end:
            self._taken += 1
            end += 1
        taken, self._wrong = self._wrong[: self._taken], self._wrong[self._taken :]
        return taken

    def _with_mended(self, first: int, batch: Any, wrong: list[Any]) -> Rows:
        """Put rows that lost their empty ends back between the others."""
        import pyarrow as pa

        numbers = first + np.arange(batch.num_rows + len(wrong))
        if not wrong:
            return numbers, batch.columns
        good = np.setdiff1d(numbers, [self._number(row) for row in wrong])
        mended = self._mended(wrong)
        if not mended:
            return good, batch.columns
        kept = np.concatenate([good, np.fromiter(mended, np.int64)])
        order = pa.array(np.argsort(kept, kind="stable"))
        columns = [
            pa.concat_arrays(
                [column, pa.array([cells[at] for cells in mended.values()], pa.string())]
            ).take(order)
            for at, column in enumerate(batch.columns)
        ]
        return np.sort(kept), columns

    def _mended(self, wrong: list[Any]) -> dict[int, tuple[str, ...]]:
        """Give the cells of those rows of another length that are rows, by their numbers."""
        separator: Separator = "\t" if self._table.separator == " " else self._table.separator
        found: dict[int, tuple[str, ...]] = {}
        for row in wrong:
            if (cells := self._fitting(row, split(row.text, separator))) is not None:
                found[self._number(row)] = cells
        return found

    def _fitting(self, row: Any, cells: tuple[str, ...]) -> tuple[str, ...] | None:
        """Give the cells that belong to columns, or None for what is no row. Raises `SpecProblem`."""
        width = self._table.width
        filled = sum(map(bool, cells))
        if not filled:
            return None
        if len(cells) > width and not any(cells[width:]):
            self.trailing += 1
            return cells[:width]
        if self._table.solid <= len(cells) < width:
            return (*cells, *("",) * (width - len(cells)))
        if len(cells) < width and filled > 1 and begins_a_total(cells):
            return (*cells, *("",) * (width - len(cells)))
        if len(cells) < width and filled == 1 and len(self._pending) < MAX_BELOW:
            # It may be a line below the table, which it is if no row comes after it.
            self._pending.append(row)
            return None
        self._refuse(row)

    def _refuse(self, row: Any) -> NoReturn:
        raise refused(
            "upload_row_length",
            row=self._number(row),
            count=row.actual_columns,
            expected=row.expected_columns,
        )

    def _without_names(self, numbers: NDArray[np.int64], columns: list[Any]) -> Rows:
        """Leave out rows that are the names again, as where files were put one behind another."""
        import pyarrow as pa
        import pyarrow.compute as pc

        names = self._table.names
        if names is None or self._table.joined or not all(names) or len({*names}) < len(names):
            return numbers, columns
        again = pa.array(np.ones(len(numbers), bool))
        for name, column in zip(names, columns, strict=False):
            again = pc.and_(again, pc.fill_null(pc.equal(column, name), False))
            if not pc.any(again).as_py():
                return numbers, columns
        self.again += int(pc.sum(again).as_py())
        kept = pc.invert(again)
        return numbers[kept.to_numpy(zero_copy_only=False)], [pc.filter(c, kept) for c in columns]

    def _tidy(self, cells: Any) -> Any:
        import pyarrow as pa
        import pyarrow.compute as pc

        trimmed = pc.utf8_trim_whitespace(cells)
        nothing = pc.is_in(trimmed, value_set=self._empty)
        return pc.if_else(nothing, pa.scalar(None, pa.string()), trimmed)


def _without_blanks(numbers: NDArray[np.int64], columns: list[Any]) -> Iterator[Rows]:
    import pyarrow as pa
    import pyarrow.compute as pc

    if all(column.null_count for column in columns):
        filled = np.zeros(len(numbers), bool)
        for column in columns:
            filled |= column.is_valid().to_numpy(zero_copy_only=False)
        columns = [pc.filter(column, pa.array(filled)) for column in columns]
        numbers = numbers[filled]
    if len(numbers):
        yield numbers, columns
