"""The ingestion of an uploaded file: all of it is looked at, then its rows are written in one form.

`python -m playground.data.ingest take FILE FOLDER` fills FOLDER with `facts.json` and
`table.parquet`, or prints why the file cannot be used. It is a process of its own, within bounds: a
hostile file may take its memory or end it, and the server goes on.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from playground.data import metadata
from playground.data.bounds import Bounds
from playground.data.file_formats import open_table
from playground.data.metadata import Column, Metadata
from playground.data.reading.index_columns import index_columns
from playground.data.reading.names import MAX_NAME
from playground.data.reading.notes import note
from playground.data.refused_file import code_of, refused
from playground.data.scan import Scan, numbers_of, text_of
from playground.data.table_files import TableFile
from playground.spec.base import Scalar, SpecProblem
from playground.spec.upload import MAX_CLASSES, Upload
from playground.wire.table_reading import Asked, Reading

PREVIEW_ROWS = 8
ROW_GROUP = 16 * 2**20
"""Bytes of rows that are written at once."""


def take_in(source: TableFile, folder: Path, name: str, most: int = sys.maxsize) -> Metadata:
    """Fill the folder. Raises `SpecProblem` for a file that cannot be used, or whose rows take more than `most` bytes."""
    looked = _look(source, name, most)
    with open(folder / metadata.ROWS, "wb") as file:
        _write(source, looked, file)
        file.flush()
        os.fsync(file.fileno())
    metadata.write(looked, folder)
    return looked


@dataclass(slots=True)
class _Rows:
    """A chunk with its blank rows left out. `numbers` are those of the rows."""

    numbers: NDArray[np.int64]
    cells: list[Any]
    pixels: NDArray[Any] | None = None
    blank: int = 0
    """Rows left out of it."""


def _rows(source: TableFile) -> Iterator[_Rows]:
    import pyarrow as pa
    import pyarrow.compute as pc

    for chunk in source.chunks():
        cells, numbers = list(chunk.cells), chunk.rows
        if chunk.pixels is None and all(column.null_count for column in cells):
            filled = ~np.logical_and.reduce([_is_null(column) for column in cells])
            cells = [pc.filter(column, pa.array(filled)) for column in cells]
            numbers = numbers[filled]
        if len(chunk.rows):
            yield _Rows(numbers, cells, chunk.pixels, len(chunk.rows) - len(numbers))


def _is_null(column: Any) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = column.is_null().to_numpy(zero_copy_only=False)
    return found


@dataclass(slots=True)
class _Pixels:
    low: float = 0.0
    high: float = 0.0
    dtype: str = "f4"

    def add(self, pixels: NDArray[Any], rows: NDArray[np.int64]) -> None:
        """Measure pixels [n, H · W]. Raises `SpecProblem` for a pixel that is no number."""
        low, high = float(pixels.min()), float(pixels.max())
        if not np.isfinite([low, high]).all():
            wrong = ~np.isfinite(pixels).all(axis=1)
            raise refused("upload_bad_pixel", row=int(rows[np.argmax(wrong)]))
        self.low, self.high = min(self.low, low), max(self.high, high)
        self.dtype = "u1" if pixels.dtype == np.uint8 else "f4"


@dataclass(slots=True)
class _Look:
    count: int = 0
    blank: int = 0
    bytes: int = 0
    preview: list[list[str]] = field(default_factory=list)
    pixels: _Pixels = field(default_factory=_Pixels)


def _look(source: TableFile, name: str, most: int) -> Metadata:
    scans = [Scan(each) for each in source.names]
    seen = _Look()
    for rows in _rows(source):
        # As they would be stored: a file of few bytes may hold any number of them.
        pixels = 0 if rows.pixels is None else rows.pixels.nbytes
        seen.bytes += 4 * len(rows.numbers) * len(scans) + pixels
        if seen.bytes > most:
            raise refused("upload_unpacks")
        for scan, cells in zip(scans, rows.cells, strict=True):
            scan.add(cells, rows.numbers)
        if rows.pixels is not None:
            seen.pixels.add(rows.pixels, rows.numbers)
        wanted = PREVIEW_ROWS - len(seen.preview)
        if wanted > 0:
            shown = [_texts(cells.slice(0, wanted)) for cells in rows.cells]
            seen.preview += [list(row) for row in zip(*shown, strict=True)]
        seen.count += len(rows.numbers)
        seen.blank += rows.blank
    if not seen.count:
        raise refused("upload_no_rows", count=len(source.names))
    if seen.count > metadata.MAX_ROWS:
        raise refused("upload_too_many_rows", most=metadata.MAX_ROWS)
    columns = _columns(source, scans)
    if not any(column.can_be_target for column in columns):
        raise refused("upload_no_target", most=MAX_CLASSES)
    return Metadata(
        name=name,
        rows=seen.count,
        columns=columns,
        preview=tuple(map(tuple, seen.preview)),
        image=source.image,
        pixel="u1" if seen.pixels.dtype == "u1" else "f4",
        low=seen.pixels.low,
        high=seen.pixels.high,
        target=source.label,
        reading=_reading(source, columns, seen.blank),
    )


def _reading(source: TableFile, columns: Sequence[Column], blank: int) -> Reading:
    reading = source.reading(columns)
    if not blank:
        return reading
    return replace(reading, notes=(*reading.notes, note("read_blank_rows", count=blank)))


def _columns(source: TableFile, scans: Sequence[Scan]) -> tuple[Column, ...]:
    columns = [scan.column() for scan in scans]
    numberings = [scan.numbering() for scan in scans]
    usable = [column.stored != "nothing" for column in columns]
    for at in index_columns(source.written, numberings, usable):
        columns[at] = msgspec.structs.replace(columns[at], index=True)
    return tuple(columns)


def _texts(cells: Any) -> list[str]:
    values = cells.to_pylist()
    texts = ["" if v is None else v if isinstance(v, str) else text_of(v) for v in values]
    return [text[:MAX_NAME] for text in texts]


def _write(source: TableFile, looked: Metadata, file: Any) -> None:
    """Columns are called by their place in the file; those of free text are not written."""
    import pyarrow as pa
    import pyarrow.parquet

    kept = [at for at, column in enumerate(looked.columns) if column.stored != "nothing"]
    fields = [pa.field(str(at), _kind(looked.columns[at])) for at in kept]
    if looked.image is not None:
        size = looked.image[0] * looked.image[1] * np.dtype(looked.pixel).itemsize
        fields.append(pa.field("pixels", pa.binary(size)))
    schema = pa.schema(fields)
    texts = [str(at) for at in kept if looked.columns[at].stored == "text"]
    with pyarrow.parquet.ParquetWriter(
        file, schema, use_dictionary=texts or False, write_statistics=False
    ) as writer:
        for group in _groups(_batches(source, looked, kept, schema)):
            writer.write_table(pa.Table.from_batches(group, schema))


def _batches(
    source: TableFile, looked: Metadata, kept: Sequence[int], schema: Any
) -> Iterator[Any]:
    import pyarrow as pa

    for rows in _rows(source):
        arrays = [_stored(rows.cells[at], looked.columns[at]) for at in kept]
        if rows.pixels is not None:
            body = pa.py_buffer(np.ascontiguousarray(rows.pixels).view(looked.pixel))
            kind = schema.field("pixels").type
            arrays.append(pa.Array.from_buffers(kind, len(rows.numbers), [None, body]))
        yield pa.record_batch(arrays, schema=schema)


def _groups(batches: Iterator[Any]) -> Iterator[list[Any]]:
    group: list[Any] = []
    size = 0
    for batch in batches:
        group.append(batch)
        size += batch.nbytes
        if size >= ROW_GROUP:
            yield group
            group, size = [], 0
    if group:
        yield group


def _kind(column: Column) -> Any:
    import pyarrow as pa

    if column.stored == "text":
        return pa.string()
    return pa.float32() if column.single else pa.float64()


def _stored(cells: Any, column: Column) -> Any:
    import pyarrow as pa

    if column.stored == "number" and pa.types.is_string(cells.type):
        cells, _ = numbers_of(cells)
    if column.stored == "text" and not pa.types.is_string(cells.type):
        cells = cells.cast(pa.string())
    return cells if column.stored == "text" else cells.cast(_kind(column), safe=False)


def main() -> int:
    """Carry out one task on a file, within bounds, and print what came of it."""
    options = _options()
    Bounds(options.seconds, options.bytes).hold()
    try:
        options.task(options)
    except SpecProblem as problem:
        return _refuse(problem.code, problem.params)
    except MemoryError:
        return _refuse("upload_takes_memory", {})
    except OSError as error:
        print(error, file=sys.stderr)
        return _refuse(code_of(error), {})
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m playground.data.ingest")
    parser.add_argument("--seconds", type=int, required=True, help="of a processor")
    parser.add_argument("--bytes", type=int, required=True, help="of the longest file it may write")
    tasks = parser.add_subparsers(required=True)
    taking = tasks.add_parser("take", help="fill FOLDER with what FILE holds")
    taking.add_argument("file", type=Path)
    taking.add_argument("folder", type=Path)
    taking.add_argument("--name", default="")
    taking.add_argument("--asked", default="{}", help="how to read a file of text, as JSON")
    taking.set_defaults(task=_take)
    proposing = tasks.add_parser("propose", help="propose the columns' roles, and store the rows")
    proposing.add_argument("id")
    proposing.set_defaults(task=_propose)
    recounting = tasks.add_parser("recount", help="store the rows of the upload on standard input")
    recounting.set_defaults(task=_recount)
    return parser.parse_args()


def _take(options: argparse.Namespace) -> None:
    asked = msgspec.json.decode(options.asked, type=Asked)
    take_in(open_table(options.file, asked), options.folder, options.name, options.bytes)


def _propose(options: argparse.Namespace) -> None:
    from playground.data import upload

    _prepared(upload.propose(options.id))


def _recount(options: argparse.Namespace) -> None:
    from playground.data import upload

    _prepared(upload.recount(json.load(sys.stdin)))


def _prepared(chosen: Upload) -> None:
    from playground.data import upload

    upload.prepare(chosen)
    print(chosen.model_dump_json())


def _refuse(code: str, params: Mapping[str, Scalar]) -> int:
    print(json.dumps({"code": code, "params": dict(params)}))
    return 1


if __name__ == "__main__":
    sys.exit(main())
