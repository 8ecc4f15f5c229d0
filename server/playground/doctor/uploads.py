"""The uploads: files without an entry, entries without a file, halves, and tables that are damaged."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from playground.data import metadata, parquet_file, storage
from playground.data.upload_records import GOING, PART
from playground.doctor.examination import Examination
from playground.spec.base import SpecProblem

SHOWN = 3
STORE = "rows-"


@dataclass(slots=True)
class _Found:
    whole: int = 0
    mended: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    damaged: list[str] = field(default_factory=list)
    """Of uploads that sessions use: what is left of them may still serve."""


def examine(examination: Examination, used: Counter[str] | None) -> None:
    """Look at each upload; `used` are those that sessions name, None where that is not known."""
    found = _Found()
    try:
        for number, entry in enumerate(_entries()):
            examination.progress(f"uploads: {number:,}")
            _look(examination, entry, found, used)
    except OSError as problem:
        where = problem.filename or storage.uploads()
        examination.report.unseen(
            "uploads", f"{where} cannot be read ({problem.strerror}): be the user whose it is."
        )
        return
    _tell(examination, found, used)


def _entries() -> Iterator[Path]:
    try:
        entries = os.scandir(storage.uploads())
    except FileNotFoundError:
        return
    with entries:
        yield from (Path(entry.path) for entry in entries)


def _look(examination: Examination, entry: Path, found: _Found, used: Counter[str] | None) -> None:
    if entry.name.startswith((GOING, PART)):
        _look_at_a_half(examination, entry, found)
        return
    if not metadata.ID.fullmatch(entry.name) or not entry.is_dir():
        _take(examination, entry, found, "files that are no upload")
        return
    try:
        facts = metadata.read(entry.name)
    except SpecProblem:
        _take(examination, entry, found, "uploads without an entry that can be read")
        return
    _look_at_stores(examination, entry, found)
    if (wrong := _wrong_with_table(examination, entry / metadata.ROWS, facts)) is None:
        found.whole += 1
    elif used is None or entry.name in used:
        found.damaged.append(f"{entry.name} ({wrong})")
    else:
        _take(examination, entry, found, "uploads whose table is damaged and that no session uses")


def _look_at_a_half(examination: Examination, entry: Path, found: _Found) -> None:
    if examination.running:
        # It may be on its way.
        return
    if entry.name.startswith(PART):
        _take(examination, entry, found, "uploads that did not come whole")
    elif examination.repair:
        # Somebody has deleted it, and the server had not the time.
        shutil.rmtree(entry, ignore_errors=True)
        found.mended["uploads that were half deleted"] += 1
    else:
        found.left["uploads that were half deleted"] += 1


def _look_at_stores(examination: Examination, entry: Path, found: _Found) -> None:
    """Look at the rows that are stored once more for training: they are made anew from the table."""
    for each in list(entry.iterdir()):
        if each.name.startswith(PART):
            if not examination.running:
                _take(examination, each, found, "stores of rows that were begun")
        elif each.name.startswith(STORE) and not _is_store(each):
            _take(examination, each, found, "stores of rows that are cut off (they are made anew)")


def _is_store(folder: Path) -> bool:
    try:
        meta = msgspec.json.decode((folder / "meta.json").read_bytes(), type=dict[str, int])
        size, rows = (folder / "rows").stat().st_size, meta["rows"]
    except (OSError, KeyError, msgspec.DecodeError, msgspec.ValidationError):
        return False
    return rows > 0 and size > 0 and size % rows == 0 and (folder / "moments").exists()


def _wrong_with_table(examination: Examination, path: Path, facts: metadata.Metadata) -> str | None:
    """Read a table from end to end, a few rows at a time; return what is wrong with it."""
    if not path.exists():
        return "its table is gone"
    rows = 0
    try:
        for batch in parquet_file.batches(path):
            rows += batch.num_rows
            examination.progress(f"uploads: row {rows:,} of {facts.rows:,} of {path.parent.name}")
    except (OSError, ValueError, MemoryError, KeyError) as problem:
        # pyarrow's errors are among them.
        if isinstance(problem, PermissionError):
            raise
        return "its table cannot be read"
    return None if rows == facts.rows else f"{rows:,} rows, and its entry says {facts.rows:,}"


def _take(examination: Examination, path: Path, found: _Found, why: str) -> None:
    if examination.repair:
        examination.attic.take(path)
        found.mended[why] += 1
    else:
        found.left[why] += 1


def _tell(examination: Examination, found: _Found, used: Counter[str] | None) -> None:
    report = examination.report
    if found.mended:
        where = f", and kept in {examination.attic.used}" if examination.attic.used else ""
        report.mended("uploads", f"taken out{where}: {_list(found.mended)}.")
    if found.left:
        report.left("uploads", f"{_list(found.left)}: {examination.how}.")
    if found.damaged:
        report.left(
            "uploads",
            f"damaged, and left as sessions may use them: {_some(found.damaged)}. Put copies of"
            f" {storage.uploads()} from before in their place, or upload those files again.",
        )
    gone = [] if used is None else [id for id in used if _is_gone(id)]
    if gone:
        sessions = sum(used[id] for id in gone) if used else 0
        report.left(
            "uploads",
            f"{sessions:,} sessions use files that are gone: {_some(gone)}. Put copies of"
            f" {storage.uploads()} from before in their place; else those sessions ask for the file.",
        )
    if not (found.mended or found.left or found.damaged or gone):
        report.ok("uploads", f"{found.whole:,} can be read.")


def _is_gone(id: str) -> bool:
    return (
        not metadata.ID.fullmatch(id) or not (storage.uploads() / id / metadata.METADATA).is_file()
    )


def _list(counted: Counter[str]) -> str:
    return ", ".join(f"{count:,} {why}" for why, count in counted.items())


def _some(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return f"{', '.join(names[:SHOWN])}{more}"
