"""The files that can be uploaded, told apart by their content: a name may say anything.

Nothing is ever unpickled.
"""

from __future__ import annotations

from pathlib import Path

from playground.data.csv_file import CsvFile
from playground.data.npz_file import open_npz
from playground.data.other_files import START, refuse_other
from playground.data.parquet_file import ParquetTable
from playground.data.refused_file import refused
from playground.data.table_files import TableFile
from playground.wire.table_reading import Asked


def open_table(path: Path, asked: Asked | None = None) -> TableFile:
    """Open a file by its first bytes, one of text as asked. Raises `SpecProblem` for what is no table."""
    with open(path, "rb") as file:
        start = file.read(START)
    if not start:
        raise refused("upload_empty")
    if start.startswith(b"PAR1"):
        return ParquetTable(path)
    if start.startswith(b"PK"):
        return open_npz(path)
    refuse_other(start)
    return CsvFile(path, asked or Asked())
