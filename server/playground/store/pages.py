"""The rows that can still be read in an SQLite file, page by page, whatever else in it is damaged.

SQLite itself reads nothing of a file whose header or whose tree of pages is damaged. Here each page
is looked at for itself: a leaf of a table holds whole rows, and long ones go on in a chain of pages
(https://www.sqlite.org/fileformat2.html). What was deleted stays deleted where the list of free pages
can be read, and within a page always.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

Value = int | float | str | bytes | None

MAGIC = b"SQLite format 3\x00"
HEADER_BYTES = 100
USUAL_PAGE_BYTES = 4096
LEAF_OF_A_TABLE = 0x0D
LOG_HEADER, FRAME_HEADER = 32, 24
LOG_MAGIC = (0x377F0682, 0x377F0683)
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
"""Bytes of an integer, by how a record names its kind."""


class Broken(ValueError):
    """A row that cannot be read."""


class Pages:
    """The pages of a database that nobody writes, its write-ahead log taken in."""

    def __init__(self, path: Path) -> None:
        """Open the file; it may be missing or empty where there is a log. Raises `OSError`."""
        self._file: BinaryIO | None = open(path, "rb") if path.exists() else None  # noqa: SIM115
        log = path.with_name(path.name + "-wal")
        self._log: BinaryIO | None = open(log, "rb") if log.exists() else None  # noqa: SIM115
        self._header = self._file.read(HEADER_BYTES) if self._file else b""
        self._frames: dict[int, int] = {}
        """By page: where the log has its newest bytes."""
        self.page_bytes = self._find_page_bytes()
        whole = self._header.startswith(MAGIC)
        self._usable = self.page_bytes - (
            self._header[20] if whole and len(self._header) > 20 else 0
        )
        if self._log:
            self._read_log(self._log)
        size = os.fstat(self._file.fileno()).st_size if self._file else 0
        self.count = max(-(-size // self.page_bytes), max(self._frames, default=0))
        self.broken = 0
        """Rows that were found and could not be read."""

    def close(self) -> None:
        for file in (self._file, self._log):
            if file:
                file.close()

    def rows(self) -> Iterator[tuple[int, list[Value]]]:
        """Give the rows of all tables, each with the number of its page; what is damaged is counted."""
        free = self._free()
        for number in range(1, self.count + 1):
            if number in free:
                continue
            page = self._page(number)
            start = HEADER_BYTES if number == 1 else 0
            if len(page) < start + 8 or page[start] != LEAF_OF_A_TABLE:
                continue
            for cell in self._cells(page, start):
                try:
                    yield number, _values(self._payload(page, cell))
                except (Broken, IndexError, struct.error, UnicodeDecodeError):
                    self.broken += 1

    # --- inside -------------------------------------------------------------------------------

    def _find_page_bytes(self) -> int:
        said = int.from_bytes(self._header[16:18], "big")
        if self._header.startswith(MAGIC) and _can_be(said := 65536 if said == 1 else said):
            return said
        if self._log:
            said = int.from_bytes(self._log.read(LOG_HEADER)[8:12], "big")
            if _can_be(said):
                return said
        return USUAL_PAGE_BYTES

    def _read_log(self, log: BinaryIO) -> None:
        """Take in the frames of whole transactions; those of an earlier round have another salt."""
        log.seek(0)
        head = log.read(LOG_HEADER)
        if len(head) < LOG_HEADER or int.from_bytes(head[:4], "big") not in LOG_MAGIC:
            return
        if int.from_bytes(head[8:12], "big") != self.page_bytes:
            return
        salt, at = head[16:24], LOG_HEADER
        waiting: dict[int, int] = {}
        while len(frame := log.read(FRAME_HEADER)) == FRAME_HEADER and frame[8:16] == salt:
            if len(log.read(self.page_bytes)) < self.page_bytes:
                return
            page, pages_then = struct.unpack(">II", frame[:8])
            waiting[page] = at + FRAME_HEADER
            if pages_then:
                self._frames.update(waiting)
                waiting.clear()
            at += FRAME_HEADER + self.page_bytes

    def _page(self, number: int) -> bytes:
        """Return a page, shorter where the file ends in it and empty where there is none."""
        if (at := self._frames.get(number)) is not None and self._log:
            self._log.seek(at)
            return self._log.read(self.page_bytes)
        if self._file is None or not 1 <= number <= self.count:
            return b""
        self._file.seek((number - 1) * self.page_bytes)
        return self._file.read(self.page_bytes)

    def _free(self) -> set[int]:
        """Return the pages that hold nothing any more, as far as their list can be read."""
        head = self._page(1)
        free: set[int] = set()
        trunk = int.from_bytes(head[32:36], "big") if head.startswith(MAGIC) else 0
        while 0 < trunk <= self.count and trunk not in free:
            free.add(trunk)
            page = self._page(trunk)
            if len(page) < self.page_bytes:
                break
            trunk, leaves = struct.unpack(">II", page[:8])
            leaves = min(leaves, self.page_bytes // 4 - 2)
            free.update(struct.unpack(f">{leaves}I", page[8 : 8 + 4 * leaves]))
        return free

    def _cells(self, page: bytes, start: int) -> Iterator[int]:
        (count,) = struct.unpack(">H", page[start + 3 : start + 5])
        for each in range(min(count, len(page) // 4)):
            at = page[start + 8 + 2 * each : start + 10 + 2 * each]
            if len(at) == 2:
                yield int.from_bytes(at, "big")

    def _payload(self, page: bytes, cell: int) -> bytes:
        """Return a row's bytes. Raises `Broken` or `IndexError`."""
        length, at = _varint(page, cell)
        _, at = _varint(page, at)
        if length > self.count * self.page_bytes:
            raise Broken
        here = self._local(length)
        first = page[at : at + here]
        if len(first) < here:
            raise Broken
        if here == length:
            return first
        parts, left = [first], length - here
        following = int.from_bytes(page[at + here : at + here + 4], "big")
        while left:
            more = self._page(following)[: self._usable]
            if following in (0, 1) or len(more) < 4 + min(left, self._usable - 4):
                raise Broken
            following = int.from_bytes(more[:4], "big")
            parts.append(more[4 : 4 + left])
            left -= len(parts[-1])
        return b"".join(parts)

    def _local(self, length: int) -> int:
        """Return how many of a row's bytes lie in the leaf itself."""
        most = self._usable - 35
        if length <= most:
            return length
        least = (self._usable - 12) * 32 // 255 - 23
        rest = least + (length - least) % (self._usable - 4)
        return rest if rest <= most else least


def _can_be(page_bytes: int) -> bool:
    return 512 <= page_bytes <= 65536 and page_bytes & (page_bytes - 1) == 0


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Read a number of one to nine bytes; return it and where it ends."""
    value = 0
    for _ in range(8):
        byte = data[at]
        at += 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at
    return value << 8 | data[at], at + 1


def _values(record: bytes) -> list[Value]:
    """Read a record. Raises `Broken`, `IndexError`, `struct.error` or `UnicodeDecodeError`."""
    head, at = _varint(record, 0)
    if head > len(record):
        raise Broken
    kinds = []
    while at < head:
        kind, at = _varint(record, at)
        kinds.append(kind)
    values = []
    for kind in kinds:
        value, at = _value(record, at, kind)
        values.append(value)
    if at != len(record):
        raise Broken
    return values


def _value(record: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind in (0, 8, 9):
        return (None if kind == 0 else kind - 8), at
    if kind in (10, 11):
        raise Broken
    bytes = _INTEGERS.get(kind, 8 if kind == 7 else (kind - 12) // 2)
    part = record[at : at + bytes]
    if len(part) < bytes:
        raise Broken
    at += bytes
    if kind in _INTEGERS:
        return int.from_bytes(part, "big", signed=True), at
    if kind == 7:
        (number,) = struct.unpack(">d", part)
        return number, at
    return (part.decode() if kind % 2 else part), at
