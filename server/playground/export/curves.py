"""Curves as files: a column a curve and a row a point, exact. Values that were not finite are left empty.

What each column is stands within a Parquet file, and for a CSV file in a document beside it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from playground.export.curve_columns import VERSION, about

Columns = Mapping[str, Sequence[float | None]]

WHOLE = frozenset({"step", "epoch", "data", "data_changes", "not_finite"})
"""Columns of integers, written without a decimal point."""


def to_csv(columns: Columns) -> bytes:
    """Write a CSV file with a line of names."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    written = (
        [None if value is None else int(value) for value in values] if name in WHOLE else values
        for name, values in columns.items()
    )
    writer.writerows(zip(*written, strict=True))
    return text.getvalue().encode()


def to_parquet(columns: Columns) -> bytes:
    """Write a Parquet file, WHOLE columns as int64 and the rest as float64."""
    # Half a second of imports that a server without a downloader need not pay.
    import pyarrow as pa
    from pyarrow import parquet

    fields = [
        pa.field(name, pa.int64() if name in WHOLE else pa.float64(), metadata=_told(name))
        for name in columns
    ]
    table = pa.table(
        [
            pa.array(values, pa.float64()).cast(field.type)
            for field, values in zip(fields, columns.values(), strict=True)
        ],
        pa.schema(fields, {"columns_version": str(VERSION)}),
    )
    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink)
    written: bytes = sink.getvalue().to_pybytes()
    return written


def _told(column: str) -> dict[str, str] | None:
    told = about(column)
    return {"about": told} if told else None
