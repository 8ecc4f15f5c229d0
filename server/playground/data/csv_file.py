"""A file of text as a table: how it is read is decided from all of it, then its rows are read so.

Rows are numbered as in a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from playground.data.metadata import Column
from playground.data.reading.encoding import find_encoding
from playground.data.reading.first_pass import survey, with_sums
from playground.data.reading.names import shown_names
from playground.data.reading.number_formats import ColumnFormat, decide
from playground.data.reading.number_shapes import MISSING
from playground.data.reading.parsed_rows import ParsedRows, Rows
from playground.data.reading.pictures import find_pictures, unlabeled_side
from playground.data.reading.sample import records_of
from playground.data.reading.table import Table, find_table
from playground.data.reading.text_sample import read_sample
from playground.data.reading.told import Decided, reading_of
from playground.data.refused_file import refused
from playground.data.table_files import Chunk, check_width
from playground.wire.table_reading import Asked, Reading


class CsvFile:
    """Cells are texts, numbers among them written plainly; null where nothing stands."""

    def __init__(self, path: Path, asked: Asked) -> None:
        found = find_encoding(path, asked.encoding)
        text, whole = read_sample(path, found)
        table = find_table(records_of(text, whole), asked)
        written = _written_names(table)
        empty = frozenset((*MISSING, *asked.empty))
        self._rows = ParsedRows(path, found, table, empty)
        found_rows = survey(self._rows, table.width, asked.total)
        surveys = found_rows.surveys
        if not any(survey.filled for survey in surveys):
            raise refused("upload_no_rows", count=len(written))
        # A column that has neither a name nor a value is none.
        self._kept = [at for at in range(table.width) if written[at] or surveys[at].filled]
        check_width(len(self._kept))
        kept = [surveys[at] for at in self._kept]
        names, name_notes = shown_names([written[at] for at in self._kept])
        formats = decide(kept, names, table.separator, asked.decimal)
        self._formats = formats.columns
        self._out = found_rows.out
        if asked.total is None:
            self._out = with_sums(found_rows, self._rows, self._of_all(table.width))
        offered = find_pictures(kept, [written[at] for at in self._kept])
        if asked.pictures and offered is None:
            raise refused("upload_no_pictures")
        self._picture = offered if asked.pictures else None
        self.image = self._picture.size if self._picture else None
        self.names, self.label = names, offered.label if offered else None
        self.written = tuple(written[at] for at in self._kept)
        if self._picture:
            self.names, self.label = (names[self._picture.label],), None
            self.written = self.names
        self._decided = Decided(
            asked,
            found,
            table,
            formats,
            kept,
            names,
            name_notes if table.names is not None else [],
            dropped=sorted({*range(table.width)} - {*self._kept}),
            trailing=self._rows.trailing,
            comments=self._rows.comments,
            again=self._rows.again,
            below=self._rows.below + self._out.lines,
            offered=offered,
            unlabeled=None if offered else unlabeled_side(kept),
            rows=found_rows.rows - self._out.lines,
            out=self._out,
        )

    def chunks(self) -> Iterator[Chunk]:
        """Read the rows. Raises `SpecProblem` for a row of another length and for damaged text."""
        for rows, columns in self._samples():
            cells = [
                _read(columns[at], format)
                for at, format in zip(self._kept, self._formats, strict=True)
            ]
            if self._picture is None:
                yield Chunk(rows, cells)
            else:
                yield Chunk(rows, [cells[self._picture.label]], self._picture.pixels(cells))

    def reading(self, columns: Sequence[Column]) -> Reading:
        """Tell how it was read, once it is known what its columns hold."""
        return reading_of(self._decided, columns)

    def _samples(self) -> Iterator[Rows]:
        """Give the rows without those that sum others up, and what stands below them."""
        import pyarrow as pa
        import pyarrow.compute as pc

        for numbers, columns in self._rows:
            within = (numbers >= self._out.first) & (numbers <= self._out.last)
            if within.all():
                yield numbers, columns
            elif within.any():
                mask = pa.array(within)
                yield numbers[within], [pc.filter(column, mask) for column in columns]

    def _of_all(self, width: int) -> list[ColumnFormat]:
        """Give a format for each column of the file, those that are not kept among them."""
        formats = dict(zip(self._kept, self._formats, strict=True))
        return [formats.get(at, ColumnFormat(None)) for at in range(width)]


def _written_names(table: Table) -> tuple[str, ...]:
    """Give the names as they are written, one a column. Raises `SpecProblem` where there are others."""
    if table.names is None:
        return ("",) * table.width
    if len(table.names) != table.width:
        raise refused(
            "upload_row_length",
            row=table.first,
            count=table.width,
            expected=len(table.names),
        )
    return table.names


def _read(cells: Any, format: ColumnFormat) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    if format.numbers is None:
        return cells
    if format.words:
        nothing = pc.is_in(cells, value_set=pa.array(format.words))
        cells = pc.if_else(nothing, pa.scalar(None, pa.string()), cells)
    return format.numbers.plainly(cells)
