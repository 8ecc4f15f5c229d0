"""Curves as files: a column a curve and a row a point, exact. Values that were not finite are left empty."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

Columns = Mapping[str, Sequence[float | None]]

WHOLE = frozenset({"step", "epoch", "data"})
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

    table = pa.table(
        {
            name: pa.array(values, pa.float64()).cast(pa.int64() if name in WHOLE else pa.float64())
            for name, values in columns.items()
        }
    )
    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink)
    written: bytes = sink.getvalue().to_pybytes()
    return written
