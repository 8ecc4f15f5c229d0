"""An NPZ file: an array of inputs, or of gray pictures, and one of what they are labeled.

Arrays are read a piece at a time out of the archive: one of any size takes no more memory.
"""

from __future__ import annotations

import math
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from playground.data.metadata import MAX_ROWS, Column
from playground.data.other_files import refuse_archive
from playground.data.reading.names import shown_names
from playground.data.reading.notes import note
from playground.data.reading.typed import Kind, typed_reading
from playground.data.refused_file import refused
from playground.data.table_files import Chunk, TableFile, as_numbers, check_width, tidy
from playground.spec.base import SpecProblem
from playground.wire.table_reading import Reading

INPUTS = ("x", "images", "image", "data", "inputs", "features", "arr_0")
LABELS = ("y", "labels", "label", "targets", "target", "classes", "arr_1")
PARTS = ("", "_train", "_test")
"""x and y; or x_train and y_train, and with them x_test and y_test if they are there."""
SIDES = range(4, 65)
CHUNK = 2 * 2**20
"""Bytes of inputs in a chunk."""
MAX_TURNED = 256 * 2**20
"""Bytes of an array in Fortran's order: its rows lie scattered, so it is read whole."""
LONGEST_TEXT = 320
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Member:
    """An array of the archive; its rows are those of its first axis."""

    path: Path
    file: str
    shape: tuple[int, ...]
    fortran: bool
    dtype: np.dtype[Any]

    @property
    def name(self) -> str:
        return self.file.removesuffix(".npy")

    @property
    def rows(self) -> int:
        return self.shape[0]

    @property
    def row_bytes(self) -> int:
        return max(1, self.dtype.itemsize * math.prod(self.shape[1:]))

    def pieces(self, rows: int) -> Iterator[NDArray[Any]]:
        """Read [n, …] with n ≤ `rows`, from the first on."""
        with _opened(self.path, self.file) as file:
            if self.fortran and len(self.shape) > 1:
                if self.rows * self.row_bytes > MAX_TURNED:
                    raise refused("upload_array_order", array=self.name)
                whole = np.lib.format.read_array(file, allow_pickle=False)
                yield from (whole[at : at + rows] for at in range(0, self.rows, rows))
                return
            _header(file)
            for at in range(0, self.rows, rows):
                count = min(rows, self.rows - at)
                body = _exactly(file, count * self.row_bytes)
                yield np.frombuffer(body, self.dtype).reshape(count, *self.shape[1:])


def open_npz(path: Path) -> TableFile:
    """Open an archive. Raises `SpecProblem` for other archives, and arrays that are no table and no pictures."""
    try:
        with zipfile.ZipFile(path) as archive:
            files = [name for name in archive.namelist() if name.endswith(".npy")]
    except BROKEN:
        raise refused("upload_damaged") from None
    if not files:
        refuse_archive(path)
    pairs = [
        (_member(path, x), _member(path, y))
        for part in PARTS
        if (x := _named(files, INPUTS, part)) and (y := _named(files, LABELS, part))
    ]
    if not pairs:
        names = ", ".join(name.removesuffix(".npy") for name in files)
        raise refused("upload_arrays", arrays=names)
    shapes = {x.shape[1:] for x, _ in pairs}
    # Those of `_test` go on where those of `_train` end; others stand alone.
    if len(shapes) > 1 or not pairs[0][0].name.lower().endswith("_train"):
        pairs = pairs[:1]
    for inputs, labels in pairs:
        _check(inputs, labels)
    used = [member.file for pair in pairs for member in pair]
    left = [file.removesuffix(".npy") for file in files if file not in used]
    return NpzFile(pairs, left)


class NpzFile:
    label = None

    def __init__(self, pairs: Sequence[tuple[Member, Member]], left: Sequence[str]) -> None:
        self._pairs, self._left = pairs, left
        x, y = pairs[0]
        self.image = _image(x)
        label = y.name.lower().removesuffix("_train")
        if self.image is not None:
            self.names: tuple[str, ...] = (label,)
        else:
            columns = [f"x{at + 1}" for at in range(x.shape[1])]
            check_width(len(columns) + 1)
            self.names, _ = shown_names([*columns, label])
        self.written = self.names

    def reading(self, columns: Sequence[Column]) -> Reading:
        """Tell which arrays were joined and which left out, and what became of labels."""
        notes = []
        if len(self._pairs) > 1:
            joined = ", ".join(x.name for x, _ in self._pairs)
            notes.append(note("read_arrays_joined", arrays=joined))
        if self._left:
            notes.append(note("read_arrays_left_out", arrays=", ".join(self._left)))
        x, y = self._pairs[0]
        kinds = [_kind(x)] * (len(columns) - 1) + [_kind(y)]
        return typed_reading(kinds, columns, notes)

    def chunks(self) -> Iterator[Chunk]:
        number = 1
        try:
            for x, y in self._pairs:
                rows = max(1, CHUNK // x.row_bytes)
                for inputs, labels in zip(x.pieces(rows), y.pieces(rows), strict=True):
                    rows_read = np.arange(number, number + len(inputs))
                    yield self._chunk(rows_read, inputs, labels.reshape(-1))
                    number += len(inputs)
        except SpecProblem:
            raise
        except BROKEN:
            raise refused("upload_damaged") from None

    def _chunk(self, rows: NDArray[np.int64], inputs: NDArray[Any], labels: NDArray[Any]) -> Chunk:
        if self.image is not None:
            kind = np.uint8 if inputs.dtype in (np.uint8, np.bool_) else np.float32
            pixels = inputs.reshape(len(inputs), -1).astype(kind)
            return Chunk(rows, [_column(labels)], pixels)
        return Chunk(rows, [*(_column(column) for column in inputs.T), _column(labels)])


def _named(files: Sequence[str], names: Sequence[str], part: str) -> str | None:
    known = {file.lower(): file for file in files}
    return next((known[wanted] for name in names if (wanted := f"{name}{part}.npy") in known), None)


def _member(path: Path, file: str) -> Member:
    try:
        with _opened(path, file) as source:
            shape, fortran, dtype = _header(source)
    except BROKEN:
        raise refused("upload_damaged") from None
    text = dtype.kind in "US" and dtype.itemsize <= LONGEST_TEXT
    if not text and dtype.kind not in "biuf":
        raise refused("upload_array_type", array=file.removesuffix(".npy"))
    return Member(path, file, shape, fortran, dtype)


def _check(x: Member, y: Member) -> None:
    label_shape = y.shape[1:] in ((), (1,))
    if not y.shape or not label_shape or y.rows != (x.shape or (0,))[0]:
        raise refused("upload_shape", array=y.name, shape=str(list(y.shape)))
    if x.dtype.kind in "US":
        raise refused("upload_array_type", array=x.name)
    if len(x.shape) not in (2, 3, 4) or (len(x.shape) == 4 and 1 not in (x.shape[1], x.shape[3])):
        raise refused("upload_shape", array=x.name, shape=str(list(x.shape)))
    image = _image(x)
    if image is not None and not all(side in SIDES for side in image):
        raise refused("upload_picture_size", height=image[0], width=image[1])
    if not x.rows or not math.prod(x.shape):
        raise refused("upload_empty")
    if x.rows > MAX_ROWS:
        raise refused("upload_too_many_rows", most=MAX_ROWS)


def _image(x: Member) -> tuple[int, int] | None:
    """Height and width of [N, H, W], [N, H, W, 1] or [N, 1, H, W]."""
    if len(x.shape) == 2:
        return None
    sides = x.shape[1:]
    if len(sides) == 3:
        sides = sides[1:] if sides[0] == 1 else sides[:2]
    return sides[0], sides[1]


def _kind(member: Member) -> Kind:
    return (
        "text" if member.dtype.kind in "US" else "truth" if member.dtype.kind == "b" else "number"
    )


def _column(values: NDArray[Any]) -> Any:
    import pyarrow as pa

    if values.dtype.kind == "S":
        values = np.char.decode(values, "utf-8")
    if values.dtype.kind == "U":
        return tidy(pa.array(values.tolist(), pa.string()))
    if values.dtype.kind == "b":
        return pa.array(values).cast(pa.string())
    return as_numbers(values)


@contextmanager
def _opened(path: Path, file: str) -> Iterator[IO[bytes]]:
    with zipfile.ZipFile(path) as archive, archive.open(file) as source:
        yield source


def _header(file: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Read an array's shape, order and type. Raises `ValueError`."""
    version = np.lib.format.read_magic(file)
    if version == (1, 0):
        return np.lib.format.read_array_header_1_0(file)
    return np.lib.format.read_array_header_2_0(file)


def _exactly(file: IO[bytes], count: int) -> bytes:
    parts: list[bytes] = []
    while count:
        part = file.read(count)
        if not part:
            raise EOFError
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
