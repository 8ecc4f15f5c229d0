"""An upload's rows as a file on the disk: made once, shared by all sessions that use it alike.

The file is row after row, so that any of them are read with one seek: not mapped, since mapped
pages would count as this process's memory. In a large set, rows are read and dealt out by blocks,
and the moments of each lie beside them: the training rows' mean is found without reading them all.
"""

from __future__ import annotations

import os
import secrets
import shutil
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from playground.data import metadata as files
from playground.data.encode import Layout, Moments, Rows, sums
from playground.data.randomness import Purpose, stream
from playground.data.refused_file import code_of, refused
from playground.spec.data import DataSpec
from playground.spec.upload import Upload

BLOCK_BYTES = 64 * 1024
"""Bytes, as the network sees them, of the rows that are read at once."""
MIN_BLOCK_ROWS = 16
LARGE_BYTES = 32 * 2**20
"""A set that the network sees as no more bytes has blocks of one row: it is dealt out row by row."""
MAX_STORES = 2
"""Stores of one upload: when its roles change again, the one used longest ago goes."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Runs of stored rows: `counts[i]` rows from `starts[i]` on, both int64."""

    starts: NDArray[np.int64]
    counts: NDArray[np.int64]

    @property
    def rows(self) -> int:
        return int(self.counts.sum())

    def some(self, chosen: Any) -> Pieces:
        return Pieces(self.starts[chosen], self.counts[chosen])

    def then(self, other: Pieces) -> Pieces:
        starts = np.concatenate([self.starts, other.starts])
        return Pieces(starts, np.concatenate([self.counts, other.counts]))

    def split(self, rows: int) -> tuple[Pieces, Pieces]:
        """Divide them into those that hold the first `rows` of them, and the rest; one may be cut in two."""
        ends = np.cumsum(self.counts)
        at = int(np.searchsorted(ends, rows, side="right"))
        cut = rows - (int(ends[at - 1]) if at else 0)
        first, last = self.some(slice(0, at)), self.some(slice(at, None))
        if not cut:
            return first, last
        start, count = self.starts[at], self.counts[at]
        first = Pieces(np.append(first.starts, start), np.append(first.counts, cut))
        starts, counts = last.starts.copy(), last.counts.copy()
        starts[0], counts[0] = start + cut, count - cut
        return first, Pieces(starts, counts)

    def places(self, positions: NDArray[np.int64]) -> NDArray[np.int64]:
        """Find the stored rows [n] at these positions [n] of them all."""
        ends = np.cumsum(self.counts)
        at = np.searchsorted(ends, positions, side="right")
        return self.starts[at] + positions - (ends[at] - self.counts[at])


class _Meta(msgspec.Struct):
    rows: int
    block_rows: int


class RowStore:
    """Reads stored rows. Threads may share it."""

    def __init__(self, layout: Layout, folder: Path) -> None:
        """Open the folder. Raises `FileNotFoundError` when there is no such store."""
        meta = msgspec.json.decode((folder / "meta.json").read_bytes(), type=_Meta)
        self.layout, self.rows, self.block_rows = layout, meta.rows, meta.block_rows
        if meta.rows != layout.upload.rows:
            raise refused("upload_changed")
        self._moments = folder / "moments"
        self._file = open(folder / "rows", "rb", buffering=0)  # noqa: SIM115
        self._lock = threading.Lock()
        os.utime(folder)

    @classmethod
    def open(cls, upload: Upload, metadata: files.Metadata) -> Self:
        """Open the store, and make it first if need be. Raises `SpecProblem` when the file is gone."""
        layout = Layout(upload, metadata)
        place = place_of(layout)
        try:
            return cls(layout, place)
        except FileNotFoundError:
            make(layout, place.parent, place)
            return cls(layout, place)

    @property
    def _by_rows(self) -> bool:
        return self.block_rows == 1

    def close(self) -> None:
        self._file.close()

    def read(self, pieces: Pieces) -> Rows:
        """Read the rows [n, columns + 1] of the pieces, one after the other."""
        row_bytes = self.layout.row_bytes
        rows = np.empty((pieces.rows, self.layout.columns + 1), self.layout.dtype)
        if not rows.size:
            return rows
        if self._by_rows and len(rows) > self.rows // 8:
            every = Pieces(np.zeros(1, np.int64), np.array([self.rows]))
            if len(pieces.starts) > 1:
                taken: Rows = self.read(every)[pieces.places(np.arange(len(rows)))]
                return taken
        body = rows.data.cast("B")
        at = 0
        with self._lock:
            for start, count in zip(pieces.starts.tolist(), pieces.counts.tolist(), strict=True):
                self._fill(body[at : at + count * row_bytes], start * row_bytes)
                at += count * row_bytes
        return rows

    def split(self, spec: DataSpec) -> tuple[Pieces, Pieces]:
        """Divide into pieces that train and pieces that test, by the data's seed; exactly `train_samples` train.

        Whole blocks are dealt out, in an order of the seed: where a large file is sorted, each part
        still holds some of everything. Few rows all train, and all test.
        """
        blocks = -(-self.rows // self.block_rows)
        starts = stream(spec.seed, Purpose.SHUFFLE).permutation(blocks) * self.block_rows
        counts = np.minimum(self.block_rows, self.rows - starts)
        pieces = Pieces(starts, counts)
        return (pieces, pieces) if spec.tests_what_it_trains else pieces.split(spec.train_samples)

    def moments(self, pieces: Pieces) -> Moments:
        """Find the moments of the rows of these pieces; only of those blocks that are there in part, rows are read."""
        numbers = len(self.layout.numbers)
        total = np.zeros((3, numbers))
        if self._by_rows:
            return Moments.of_sums(sums(self.layout, self.read(pieces)))
        sizes = np.minimum(self.block_rows, self.rows - pieces.starts)
        whole = (pieces.starts % self.block_rows == 0) & (pieces.counts == sizes)
        wanted = np.zeros(-(-self.rows // self.block_rows), dtype=bool)
        wanted[pieces.starts[whole] // self.block_rows] = True
        at_once = max(1, 2**20 // (24 * max(1, numbers)))
        with open(self._moments, "rb") as file:
            for start in range(0, len(wanted), at_once):
                some = wanted[start : start + at_once]
                part = np.fromfile(file, np.float64, len(some) * 3 * numbers)
                total += part.reshape(len(some), 3, numbers)[some].sum(axis=0)
        for at in np.flatnonzero(~whole):
            total += sums(self.layout, self.read(pieces.some(slice(at, at + 1))))
        return Moments.of_sums(total)

    def sample(self, pieces: Pieces, limit: int, seed: int, test: bool) -> Rows:
        """Read all rows of the pieces, or `limit` of them drawn by the seed, always the same ones."""
        if pieces.rows <= limit:
            return self.read(pieces)
        rng = stream(seed, Purpose.SAMPLE_TEST if test else Purpose.SAMPLE_TRAIN)
        drawn = np.sort(rng.choice(pieces.rows, limit, replace=False, shuffle=False))
        places = pieces.places(drawn.astype(np.int64))
        return self.read(Pieces(places, np.ones_like(places)))

    def _fill(self, view: memoryview, offset: int) -> None:
        self._file.seek(offset)
        while view:
            count = self._file.readinto(view)
            if not count:
                raise refused("upload_gone")
            view = view[count:]


def place_of(layout: Layout) -> Path:
    """Find where its rows are stored, once they are. Raises `SpecProblem` when the file is gone."""
    return files.folder_of(layout.upload.id) / f"rows-{layout.digest}"


def make(layout: Layout, folder: Path, place: Path) -> None:
    """Write the rows chunk by chunk under another name; whoever is first with it wins.

    Raises `SpecProblem` when the file is gone or the disk is full.
    """
    part = folder / f".part-{secrets.token_hex(8)}"
    part.mkdir()
    try:
        _write(layout, folder, part)
        _forget_oldest(folder)
        try:
            part.rename(place)
        except OSError:
            if not place.is_dir():
                raise
    except OSError as error:
        raise refused(code_of(error)) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def block_rows(layout: Layout) -> int:
    """Return how many rows are kept together: one where all fit in memory."""
    if layout.upload.rows * layout.seen_bytes <= LARGE_BYTES:
        return 1
    return max(MIN_BLOCK_ROWS, BLOCK_BYTES // layout.seen_bytes)


def _write(layout: Layout, folder: Path, part: Path) -> None:
    size, count = block_rows(layout), 0
    left: list[Rows] = []
    with open(part / "rows", "wb", buffering=0) as rows_file, open(part / "moments", "wb") as other:

        def put(rows: Rows) -> None:
            rows.tofile(rows_file)
            for start in range(0, len(rows) if size > 1 else 0, size):
                sums(layout, rows[start : start + size]).tofile(other)

        for rows in layout.read(folder):
            count += len(rows)
            left.append(rows)
            waiting = sum(map(len, left))
            if waiting >= size:
                joined = np.concatenate(left)
                whole = waiting // size * size
                put(joined[:whole])
                left = [joined[whole:].copy()]
        put(np.concatenate([*left, np.empty((0, layout.columns + 1), layout.dtype)]))
        os.fsync(rows_file.fileno())
    (part / "meta.json").write_bytes(msgspec.json.encode(_Meta(count, size)))


def _forget_oldest(folder: Path) -> None:
    """Leave room for one more. Who has a store open goes on reading it."""
    stores = sorted(folder.glob("rows-*"), key=lambda each: each.stat().st_mtime)
    for old in stores[: max(0, len(stores) - MAX_STORES + 1)]:
        shutil.rmtree(old, ignore_errors=True)
