"""A CSV file. Separator and header are detected; rows are numbered as in a spreadsheet."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playground.data.refused_file import refused
from playground.data.table_files import Chunk, checked_names
from playground.wire.table_reading import Asked, Reading, Separator

SEPARATORS: tuple[Separator, ...] = (",", ";", "\t")
SAMPLE = 256 * 1024
SAMPLE_ROWS = 50
BLOCK = 4 * 2**20
"""Bytes read at once; no row may be longer."""
NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")


class CsvFile:
    """Cells are texts; those of blank lines are null."""

    image = None

    def __init__(self, path: Path, asked: Asked) -> None:
        self._path = path
        sample = _sample(path)
        self.separator: Separator = asked.separator or _separator(sample)
        rows = _rows(sample, self.separator)
        filled = [row for row in rows[asked.skip or 0 :] if any(cell.strip() for cell in row)]
        if not filled:
            raise refused("upload_empty")
        first = filled[0]
        self._before = rows.index(first, asked.skip or 0)
        """Blank lines above the table."""
        headed = not any(NUMBER.fullmatch(cell.strip()) for cell in first)
        if asked.header is not None:
            headed = asked.header
        self._skipped = self._before + headed
        self.names = checked_names(first if headed else [f"c{at + 1}" for at in range(len(first))])
        whole = len(rows) < SAMPLE_ROWS and path.stat().st_size < SAMPLE
        if headed and whole and len(filled) == 1:
            raise refused("upload_no_rows", count=len(self.names))
        self.reading = Reading(
            encoding="utf-8",
            separator=self.separator,
            decimal="," if self.separator == ";" else ".",
            header=headed,
            skip=self._before,
            given=asked.given,
        )

    def chunks(self) -> Iterator[Chunk]:
        """Read the rows. Raises `SpecProblem` for a row of another length and for damaged text."""
        import pyarrow as pa
        import pyarrow.csv

        wrong: list[Any] = []

        def note(row: Any) -> str:
            wrong.append(row)
            return "error"

        columns = [str(at) for at in range(len(self.names))]
        number = self._skipped + 1
        try:
            reader = pyarrow.csv.open_csv(
                self._path,
                pyarrow.csv.ReadOptions(
                    use_threads=False,
                    block_size=BLOCK,
                    column_names=columns,
                    skip_rows_after_names=self._skipped,
                ),
                pyarrow.csv.ParseOptions(
                    delimiter=self.separator,
                    newlines_in_values=True,
                    ignore_empty_lines=False,
                    invalid_row_handler=note,
                ),
                pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(columns, pa.string())),
            )
            for batch in reader:
                yield Chunk(number, [self._cells(column) for column in batch.columns])
                number += batch.num_rows
        except pa.ArrowInvalid as error:
            if wrong:
                raise refused(
                    "upload_row_length",
                    row=wrong[0].number or number,
                    count=wrong[0].actual_columns,
                    expected=wrong[0].expected_columns,
                ) from None
            code = "upload_not_utf8" if "UTF8" in str(error) else "upload_damaged"
            raise refused(code) from None

    def _cells(self, column: Any) -> Any:
        """Write decimal commas as points, which files separated by semicolons may have."""
        import pyarrow.compute as pc

        if self.separator != ";":
            return column
        return pc.replace_substring_regex(column, r"^\s*([+-]?\d*),(\d+)\s*$", r"\1.\2")


def _sample(path: Path) -> str:
    with open(path, "rb") as file:
        start = file.read(SAMPLE)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise refused("upload_not_utf8")
    if b"\0" in start:
        raise refused("upload_unknown_format")
    try:
        # Not final: the sample may end within a letter.
        text = codecs.getincrementaldecoder("utf-8")().decode(
            start.removeprefix(codecs.BOM_UTF8), len(start) < SAMPLE
        )
    except UnicodeDecodeError:
        texts = all(byte >= 32 or byte in b"\t\r\n" for byte in start)
        raise refused("upload_not_utf8" if texts else "upload_unknown_format") from None
    if not text.strip():
        raise refused("upload_empty")
    if any(ord(letter) < 32 and letter not in "\t\r\n" for letter in text):
        raise refused("upload_unknown_format")
    return text


def _rows(sample: str, separator: str) -> list[list[str]]:
    """Read the first rows; the last of them may be cut off."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
            rows.append(row)
            if len(rows) == SAMPLE_ROWS and any(map(any, rows)):
                break
    except csv.Error:
        pass
    return rows


def _separator(sample: str) -> Separator:
    """Find the separator by which most rows have as many cells as the first, and more than one."""

    def score(separator: Separator) -> tuple[float, int]:
        rows = [row for row in _rows(sample, separator) if any(row)]
        cells = len(rows[0]) if rows else 0
        alike = sum(len(row) == cells for row in rows) / max(1, len(rows))
        return (alike if cells > 1 else 0.0), cells

    return max(SEPARATORS, key=score)
