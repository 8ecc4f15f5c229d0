"""Parts that the readers of uploaded files share: all are read chunk after chunk of columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from playground.data.metadata import Column
from playground.data.reading.number_shapes import MISSING
from playground.data.refused_file import refused
from playground.spec.upload import MAX_COLUMNS
from playground.wire.table_reading import Reading


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows, in the order of the file.

    `cells` has a column each: strings without blanks around them, or float32 or float64, null where
    nothing stands. `rows` [n] are the numbers of the rows as people count them; `pixels` are
    [n, height × width].
    """

    rows: NDArray[np.int64]
    cells: Sequence[Any]
    pixels: NDArray[Any] | None = None


class TableFile(Protocol):
    """A file that has been opened. `image` is the height and width of its pictures, if it has some."""

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def written(self) -> tuple[str, ...]:
        """Their names as they stand in the file, "" where there is none."""
        ...

    @property
    def label(self) -> int | None:
        """The place of the column that the others may be pictures of."""
        ...

    @property
    def image(self) -> tuple[int, int] | None: ...

    def chunks(self) -> Iterator[Chunk]:
        """All rows from the first on; may be asked for again. Raises `SpecProblem`."""
        ...

    def reading(self, columns: Sequence[Column]) -> Reading:
        """How it was read, as its columns turned out."""
        ...


def check_width(count: int) -> None:
    """Raise `SpecProblem` for so many columns as cannot be used."""
    if count > MAX_COLUMNS:
        raise refused("upload_too_many_columns", count=count, most=MAX_COLUMNS)
    if count < 2:
        raise refused("upload_one_column")


def tidy(cells: Any) -> Any:
    """Give texts without spaces around them, null where they mean that nothing is there."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_string(cells.type):
        return cells
    trimmed = pc.utf8_trim_whitespace(cells)
    nothing = pc.is_in(trimmed, value_set=pa.array(MISSING))
    return pc.if_else(nothing, pa.scalar(None, pa.string()), trimmed)


def as_numbers(values: NDArray[Any]) -> Any:
    """Give a NumPy column [n] as floats of arrow's, NaN as null."""
    import pyarrow as pa

    small = (values.dtype.kind == "f" and values.dtype.itemsize <= 4) or values.dtype.itemsize < 4
    floats = values.astype(np.float32 if small else np.float64)
    return pa.array(floats, from_pandas=True)
