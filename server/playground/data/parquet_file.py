"""A Parquet file: numbers, truth values and texts; nested columns are refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from playground.data.metadata import MAX_ROWS, Column
from playground.data.reading.names import shown_names
from playground.data.reading.typed import Kind, typed_reading
from playground.data.refused_file import refused
from playground.data.table_files import Chunk, as_numbers, check_width, tidy
from playground.wire.table_reading import Reading

ROWS = 16_384
BUFFER = 256 * 1024
"""Bytes of a column read at once. Without it arrow would read whole row groups, however big."""


def batches(path: Path, columns: list[str] | None = None, rows: int = ROWS) -> Iterator[Any]:
    """Read record batches, a few rows at a time: memory does not grow with the file or its row groups."""
    import pyarrow.parquet

    with (
        open(path, "rb") as source,
        pyarrow.parquet.ParquetFile(source, buffer_size=BUFFER, pre_buffer=False) as file,
    ):
        yield from file.iter_batches(rows, columns=columns, use_threads=False)


class ParquetTable:
    image = label = None

    def __init__(self, path: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet

        self._path = path
        try:
            with pyarrow.parquet.ParquetFile(path) as file:
                schema, rows = file.schema_arrow, file.metadata.num_rows
        except (pa.ArrowException, OSError, ValueError):
            raise refused("upload_damaged") from None
        check_width(len(schema.names))
        self.names, self._notes = shown_names(schema.names)
        self.written = tuple(schema.names)
        for name, field in zip(self.names, schema, strict=True):
            if not _readable(field.type):
                raise refused("upload_column_type", column=name)
        if not rows:
            raise refused("upload_no_rows", count=len(self.names))
        if rows > MAX_ROWS:
            raise refused("upload_too_many_rows", most=MAX_ROWS)
        self._kinds = [_kind(field.type) for field in schema]
        self._rows = max(256, ROWS // max(1, len(self.names) // 16))

    def reading(self, columns: Sequence[Column]) -> Reading:
        """Tell what became of columns that are no numbers by their schema."""
        return typed_reading(self._kinds, columns, self._notes)

    def chunks(self) -> Iterator[Chunk]:
        import pyarrow as pa

        # Counted as if a row of names stood above, as in a spreadsheet.
        number = 2
        try:
            for batch in batches(self._path, rows=self._rows):
                rows = np.arange(number, number + batch.num_rows)
                yield Chunk(rows, [tidy(_plain(column)) for column in batch.columns])
                number += batch.num_rows
        except MemoryError:
            raise
        except (pa.ArrowException, OSError, ValueError):
            raise refused("upload_damaged") from None


def _readable(kind: Any) -> bool:
    from pyarrow import types

    if types.is_dictionary(kind):
        return _readable(kind.value_type)
    return any(
        test(kind)
        for test in (
            types.is_integer,
            types.is_floating,
            types.is_decimal,
            types.is_boolean,
            types.is_string,
            types.is_large_string,
            types.is_string_view,
            types.is_temporal,
            types.is_null,
        )
    )


def _kind(kind: Any) -> Kind:
    from pyarrow import types

    if types.is_dictionary(kind):
        return _kind(kind.value_type)
    if types.is_boolean(kind):
        return "truth"
    if types.is_temporal(kind):
        return "date"
    texts = (types.is_string, types.is_large_string, types.is_string_view)
    return "text" if any(test(kind) for test in texts) else "number"


def _plain(column: Any) -> Any:
    """Give the column as texts or floats."""
    import pyarrow as pa
    from pyarrow import types

    kind = column.type
    if types.is_dictionary(kind):
        return _plain(column.dictionary_decode())
    if types.is_floating(kind) or types.is_integer(kind):
        if not column.null_count:
            return as_numbers(column.to_numpy(zero_copy_only=False))
        small = (types.is_floating(kind) and kind.bit_width <= 32) or kind.bit_width < 32
        floats = column.cast(pa.float32() if small else pa.float64(), safe=False)
        return pa.array(floats.to_numpy(zero_copy_only=False).astype(np.float64), from_pandas=True)
    if types.is_decimal(kind):
        return column.cast(pa.float64())
    return column.cast(pa.string())
