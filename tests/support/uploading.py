"""Uploads without a web process: a file is taken in as the server's child process does it."""

from __future__ import annotations

import io
import secrets
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet

from playground.data import metadata, storage
from playground.data.file_formats import open_table
from playground.data.ingest import take_in
from playground.data.upload import propose
from playground.spec.data import DataSpec
from playground.spec.upload import Upload
from playground.wire.table_reading import Asked, Reading


def uploaded(content: bytes | str, name: str = "table", **asked: Any) -> Upload:
    """The proposal for a file of this content, read as asked. Raises `SpecProblem`."""
    id = secrets.token_urlsafe(16)
    folder = storage.uploads() / id
    folder.mkdir(parents=True)
    source = folder / "source"
    source.write_bytes(content.encode() if isinstance(content, str) else content)
    take_in(open_table(source, Asked(**asked)), folder, name)
    source.unlink()
    return propose(id)


def reading_of(upload: Upload) -> Reading:
    reading = metadata.read(upload.id).reading
    assert reading is not None
    return reading


def rows_of(upload: Upload) -> list[list[Any]]:
    """All its rows as they are stored; what is free text is not."""
    table = pyarrow.parquet.read_table(folder_of(upload) / metadata.ROWS)
    columns = [
        table.column(str(at)).to_pylist()
        for at in range(len(upload.columns))
        if str(at) in table.column_names
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def csv_of(columns: dict[str, list[Any]], separator: str = ",") -> str:
    lines = [separator.join(columns)]
    for row in zip(*columns.values(), strict=True):
        lines.append(separator.join("" if cell is None else str(cell) for cell in row))
    return "\n".join(lines) + "\n"


def npz_of(**arrays: Any) -> bytes:
    body = io.BytesIO()
    np.savez_compressed(body, **arrays)
    return body.getvalue()


def parquet_of(columns: dict[str, Any], **options: Any) -> bytes:
    body = io.BytesIO()
    pyarrow.parquet.write_table(pa.table(columns), body, **options)
    return body.getvalue()


def spec_of(upload: Upload, **data: Any) -> DataSpec:
    return DataSpec(dataset="upload", upload=upload, **data)


def folder_of(upload: Upload) -> Path:
    return storage.uploads() / upload.id
