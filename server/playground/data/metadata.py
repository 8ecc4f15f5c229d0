"""Metadata of an uploaded file: found once when it comes in, kept beside its rows."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Literal

import msgspec

from playground.data import storage
from playground.data.refused_file import refused
from playground.spec.upload import MAX_CATEGORIES, MAX_CLASSES
from playground.wire.table_reading import Reading

METADATA, ROWS = "facts.json", "table.parquet"
MAX_ROWS = 10**9
ID = re.compile(r"[A-Za-z0-9_-]{16,40}")


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column as it is stored: numbers, texts of few kinds, or nothing (free text, no cells).

    `values` are its different texts in order, if there are at most 64; `numbers` the same of a
    column of numbers. `mean` and `deviation` are of all its cells, `single` says that float32
    holds them exactly. `index`: they only number the rows;
    `rounded`: they have more digits than are kept. `empty`: it has no cells at all.
    """

    name: str
    stored: Literal["number", "text", "nothing"]
    missing: int = 0
    values: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()
    whole: bool = False
    single: bool = False
    mean: float = 0.0
    deviation: float = 0.0
    index: bool = False
    rounded: bool = False
    empty: bool = False

    @property
    def can_be_target(self) -> bool:
        if self.stored == "number":
            return self.deviation > 0
        return 2 <= len(self.values) <= MAX_CLASSES

    @property
    def can_be_category(self) -> bool:
        return self.stored != "nothing" and 0 < len(self.values) <= MAX_CATEGORIES


class Metadata(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`rows` are all that are stored. `preview` holds the first as texts.

    Pictures: `image` is height and width, `pixel` their number type, and `low` and `high` the least
    and greatest pixel, or 0 where none is below; their only column is what they are labeled.

    `target` is the place of the column that the others are pictures of, where each row may be one.

    `reading` tells how a file was read; those that came before it was kept have none.
    """

    name: str
    rows: int
    columns: tuple[Column, ...]
    preview: tuple[tuple[str, ...], ...] = ()
    image: tuple[int, int] | None = None
    pixel: Literal["u1", "f4"] = "f4"
    low: float = 0.0
    high: float = 1.0
    target: int | None = None
    reading: Reading | None = None


def folder_of(id: str) -> Path:
    """Find its folder. Raises `SpecProblem` when there is no such upload."""
    folder = storage.uploads() / id
    if not ID.fullmatch(id) or not (folder / METADATA).is_file():
        raise refused("upload_gone")
    return folder


def read(id: str) -> Metadata:
    """Read what is known of it. Raises `SpecProblem` when there is no such upload."""
    try:
        return msgspec.json.decode((folder_of(id) / METADATA).read_bytes(), type=Metadata)
    except (OSError, msgspec.DecodeError):
        raise refused("upload_gone") from None


def write(metadata: Metadata, folder: Path) -> None:
    """Write it into the folder of an upload, all the way to the disk."""
    with open(folder / METADATA, "wb") as file:
        file.write(msgspec.json.encode(metadata))
        file.flush()
        os.fsync(file.fileno())
