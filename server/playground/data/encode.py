"""An upload's rows as numbers: as they are stored and read again, and as the network sees them.

A stored row has one number a column: a category's place among its values, or a number less its
column's mean, in standard deviations, both of the whole file, so that float32 loses nothing of it;
then the target. NaN says that nothing stands there. Only who trains knows the training rows: by
their mean and deviation the numbers are standardized when they are read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data import metadata as files
from playground.data import parquet_file
from playground.data.metadata import Column, Metadata
from playground.data.points import Units
from playground.data.refused_file import refused
from playground.spec.upload import Upload, UploadColumn

VERSION = 1
"""The version of stored rows: those of an older one are made again."""

Floats = NDArray[np.float64]
Rows = NDArray[Any]
"""Stored rows [n, columns + 1], float32, or uint8 of pictures with 8-bit pixels."""


@dataclass(frozen=True, slots=True)
class Used:
    """A column that is an input or the target, as the spec names it and as the file has it."""

    at: int
    asked: UploadColumn
    found: Column

    @property
    def is_number(self) -> bool:
        return self.asked.kind == "number"

    @property
    def width(self) -> int:
        """Numbers that the network sees of it."""
        return 1 if self.is_number else len(self.asked.categories)

    def encode(self, cells: Any, standardise: bool) -> NDArray[np.float32]:
        if self.is_number:
            values: Floats = cells.to_numpy(zero_copy_only=False).astype(np.float64)
            if standardise:
                values = (values - self.found.mean) / (self.found.deviation or 1.0)
            return values.astype(np.float32)
        if self.found.stored == "text":
            return self._codes(cells)
        values = cells.to_numpy(zero_copy_only=False).astype(np.float64)
        codes: NDArray[np.float32] = np.searchsorted(self.found.numbers, values).astype(np.float32)
        codes[np.isnan(values)] = np.nan
        return codes

    def _codes(self, cells: Any) -> NDArray[np.float32]:
        import pyarrow as pa
        import pyarrow.compute as pc

        codes = pc.index_in(cells, value_set=pa.array(self.found.values, pa.string()))
        found: NDArray[np.float32] = codes.cast(pa.float32()).to_numpy(zero_copy_only=False)
        return found


@dataclass(frozen=True)
class Layout:
    """The layout of an upload's stored rows, and of what the network sees of them."""

    upload: Upload
    metadata: Metadata

    @cached_property
    def used(self) -> tuple[Used, ...]:
        """Inputs in the order of the file, then the target."""
        pairs = zip(self.upload.columns, self.metadata.columns, strict=True)
        every = [Used(at, asked, found) for at, (asked, found) in enumerate(pairs)]
        inputs = [] if self.upload.image else [u for u in every if u.asked.role == "input"]
        return (*inputs, *(u for u in every if u.asked.role == "target"))

    @property
    def target(self) -> Used:
        return self.used[-1]

    @property
    def columns(self) -> int:
        """Stored numbers of a row, without the target."""
        image = self.upload.image
        return image[0] * image[1] if image else len(self.used) - 1

    @property
    def dtype(self) -> np.dtype[Any]:
        bytes_do = self.upload.image and self.metadata.pixel == "u1" and not self.target.is_number
        return np.dtype("u1" if bytes_do else "<f4")

    @property
    def row_bytes(self) -> int:
        return (self.columns + 1) * self.dtype.itemsize

    @property
    def seen_bytes(self) -> int:
        """Bytes of a row as the network sees it, with its label."""
        return 4 * (self.upload.width + 1)

    @cached_property
    def numbers(self) -> NDArray[np.intp]:
        """Places in a stored row of what is standardized."""
        base = self.columns + 1 - len(self.used)
        return np.array([base + at for at, u in enumerate(self.used) if u.is_number], dtype=np.intp)

    @property
    def digest(self) -> str:
        """A digest of what determines the stored rows: uploads with equal rows share it."""
        identifying = [
            VERSION,
            [(used.at, used.asked.role, used.asked.kind) for used in self.used],
            self.upload.missing,
            self.upload.standardise,
        ]
        return hashlib.blake2b(json.dumps(identifying).encode(), digest_size=10).hexdigest()

    def read(self, folder: Path) -> Iterator[Rows]:
        """Read all usable rows, in the order of the file. Raises `SpecProblem` when the file is gone."""
        names = [str(used.at) for used in self.used]
        names += ["pixels"] if self.upload.image else []
        rows = max(64, min(parquet_file.ROWS, 2**20 // self.row_bytes))
        try:
            for batch in parquet_file.batches(folder / files.ROWS, names, rows):
                yield self._encode(batch)
        except FileNotFoundError:
            raise refused("upload_gone") from None

    def _encode(self, batch: Any) -> Rows:
        rows = np.empty((batch.num_rows, self.columns + 1), self.dtype)
        if image := self.upload.image:
            rows[:, :-1] = _pixels(batch.column("pixels"), image, self.metadata.pixel)
        columns = [
            used.encode(batch.column(str(used.at)), self.upload.standardise) for used in self.used
        ]
        usable = ~np.isnan(columns[-1])
        if self.upload.missing == "drop":
            for values in columns[:-1]:
                usable &= ~np.isnan(values)
        base = self.columns + 1 - len(self.used)
        with np.errstate(invalid="ignore"):
            for at, values in enumerate(columns):
                rows[:, base + at] = values
        return rows if usable.all() else rows[usable]


def _pixels(column: Any, image: tuple[int, int], kind: str) -> NDArray[Any]:
    size = image[0] * image[1]
    itemsize = np.dtype(kind).itemsize
    start = column.offset * size * itemsize
    flat = np.frombuffer(column.buffers()[1], kind, len(column) * size, start)
    return flat.reshape(len(column), size)


@dataclass(frozen=True, slots=True)
class Moments:
    """Mean and deviation [K] of the numbers of the training rows, as they are stored."""

    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]

    @classmethod
    def of_sums(cls, sums: NDArray[np.float64]) -> Moments:
        """Find them from count, sum and sum of squares [3, K]."""
        count = np.maximum(sums[0], 1)
        mean = sums[1] / count
        variance = np.maximum(sums[2] / count - mean**2, 0)
        # What is left of a constant column's variance is rounding.
        variance[variance < 1e-12 * (1 + mean**2)] = 0
        return cls(mean, np.sqrt(variance))


def sums(layout: Layout, rows: Rows) -> NDArray[np.float64]:
    """Count, sum and sum of squares [3, K] of the numbers of stored rows, NaN left out."""
    values = rows[:, layout.numbers].astype(np.float64)
    there = ~np.isnan(values)
    values[~there] = 0
    return np.stack([there.sum(axis=0), values.sum(axis=0), (values**2).sum(axis=0)])


def seen(
    layout: Layout, moments: Moments, rows: Rows
) -> tuple[NDArray[np.float32], NDArray[np.int64] | NDArray[np.float32]]:
    """Give what the network sees of stored rows, float32 [n, F] or [n, 1, H, W], and labels [n].

    An empty cell gets its column's mean, or none of its categories. Pixels lie within 0 and 1.
    """
    scaled = _scaled(layout, moments, rows)
    labels = scaled[-1] if layout.target.is_number else rows[:, -1].astype(np.int64)
    if image := layout.upload.image:
        low, high = np.float32(layout.metadata.low), np.float32(layout.metadata.high)
        pixels = (rows[:, :-1].astype(np.float32) - low) / np.float32(high - low or 1)
        return pixels.reshape(-1, 1, *image), labels
    x = np.empty((len(rows), layout.upload.width), np.float32)
    start = number = 0
    for at, used in enumerate(layout.used[:-1]):
        if used.is_number:
            x[:, start] = scaled[number]
            number += 1
        else:
            x[:, start : start + used.width] = rows[:, at, None] == np.arange(used.width)
        start += used.width
    return x, labels


def units(layout: Layout, moments: Moments) -> Units | None:
    """Find the way back to the file's numbers; None where they are as they are in the file."""
    if not layout.upload.standardise or layout.upload.image is not None:
        return None
    zero, scale = np.zeros(layout.upload.width), np.ones(layout.upload.width)
    label = 0.0, 1.0
    start = number = 0
    for used in layout.used:
        if used.is_number:
            # Stored by the moments of the file, and read by those of the training rows.
            stored = used.found.deviation or 1.0
            own = float(moments.deviation[number]) or 1.0
            found = used.found.mean + stored * float(moments.mean[number]), stored * own
            if used is layout.target:
                label = found
            else:
                zero[start], scale[start] = found
            number += 1
        start += used.width
    return Units(zero, scale, *label)


def _scaled(layout: Layout, moments: Moments, rows: Rows) -> NDArray[np.float32]:
    """Give the numbers [K, n], standardized by the moments if they are to be."""
    # Taking columns copies them: what follows may be done in place.
    values: NDArray[np.float32] = rows[:, layout.numbers].astype(np.float32, copy=False).T
    mean = moments.mean.astype(np.float32)[:, None]
    if not layout.upload.standardise:
        return np.where(np.isnan(values), mean, values)
    scale = np.where(moments.deviation > 0, moments.deviation, 1).astype(np.float32)[:, None]
    values -= mean
    values /= scale
    values[np.isnan(values)] = 0
    return values
