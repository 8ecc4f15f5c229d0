"""Parts that the readers of uploaded files share: all are read chunk after chunk of columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from playground.data.refused_file import refused
from playground.spec.upload import MAX_COLUMNS
from playground.wire.table_reading import Reading

MAX_NAME = 80
"""Characters of a column's name; the rest is cut off."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows, in the order of the file.

    `cells` has a column each: strings, or float32 or float64, null where nothing stands. `first` is
    the number of the first row as people count them; `pixels` are [n, height × width].
    """

    first: int
    cells: Sequence[Any]
    pixels: NDArray[Any] | None = None


class TableFile(Protocol):
    """A file that has been opened. `image` is the height and width of its pictures, if it has some."""

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def image(self) -> tuple[int, int] | None: ...

    @property
    def reading(self) -> Reading | None:
        """How it is read, of a file of text."""
        ...

    def chunks(self) -> Iterator[Chunk]:
        """All rows from the first on; may be asked for again. Raises `SpecProblem`."""
        ...


def checked_names(names: Sequence[str]) -> tuple[str, ...]:
    """Make column names as they are shown: none empty, none twice. Raises `SpecProblem`."""
    if len(names) > MAX_COLUMNS:
        raise refused("upload_too_many_columns", count=len(names), most=MAX_COLUMNS)
    shown = tuple(
        " ".join(name.split())[:MAX_NAME] or f"c{number}" for number, name in enumerate(names, 1)
    )
    twice = next((name for at, name in enumerate(shown) if name in shown[:at]), None)
    if twice is not None:
        raise refused("upload_same_name", column=twice)
    if len(shown) < 2:
        raise refused("upload_one_column")
    return shown


def as_numbers(values: NDArray[Any]) -> Any:
    """Give a NumPy column [n] as floats of arrow's, NaN as null."""
    import pyarrow as pa

    small = (values.dtype.kind == "f" and values.dtype.itemsize <= 4) or values.dtype.itemsize < 4
    floats = values.astype(np.float32 if small else np.float64)
    return pa.array(floats, from_pandas=True)
