"""A file of text as a table: how it is read is decided from all of it, then its rows are read so.

Rows are numbered as in a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from playground.data.metadata import Column
from playground.data.reading.encoding import find_encoding
from playground.data.reading.names import shown_names
from playground.data.reading.number_formats import ColumnFormat, decide
from playground.data.reading.number_shapes import MISSING
from playground.data.reading.parsed_rows import ParsedRows
from playground.data.reading.pictures import find_pictures
from playground.data.reading.sample import records_of
from playground.data.reading.survey import ColumnSurvey
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
        surveys, total = self._survey(table.width)
        if not any(survey.filled for survey in surveys):
            raise refused("upload_no_rows", count=len(written))
        # A column that has neither a name nor a value is none.
        self._kept = [at for at in range(table.width) if written[at] or surveys[at].filled]
        check_width(len(self._kept))
        kept = [surveys[at] for at in self._kept]
        names, name_notes = shown_names([written[at] for at in self._kept])
        formats = decide(kept, names, table.separator, asked.decimal)
        self._formats = formats.columns
        offered = find_pictures(kept, names)
        if asked.pictures and offered is None:
            raise refused("upload_no_pictures")
        self._picture = offered if asked.pictures else None
        self.image = self._picture.size if self._picture else None
        self.names = (names[self._picture.label],) if self._picture else names
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
            below=self._rows.below,
            offered=offered,
            total=total,
        )

    def chunks(self) -> Iterator[Chunk]:
        """Read the rows. Raises `SpecProblem` for a row of another length and for damaged text."""
        for rows, columns in self._rows:
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

    def _survey(self, width: int) -> tuple[list[ColumnSurvey], tuple[int, list[str]]]:
        """Look at all cells; give what they look like, and the last row with its number."""
        surveys = [ColumnSurvey() for _ in range(width)]
        last: tuple[int, list[str]] = (0, [])
        for rows, columns in self._rows:
            for survey, cells in zip(surveys, columns, strict=True):
                survey.add(cells)
            last = int(rows[-1]), [str(column[-1].as_py() or "") for column in columns]
        return surveys, last


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
