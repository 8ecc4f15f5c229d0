"""The store: whether it can be read, is of this version, and what is in it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event

from playground.doctor import rows
from playground.doctor.examination import Examination
from playground.store import schema
from playground.store.condition import (
    WRITTEN_BESIDE,
    Schema,
    Version,
    as_it_lies,
    copy,
    damage_of,
    reader,
    version_of,
)
from playground.store.contract import StoreProblem
from playground.store.database import Database, database_of
from playground.store.salvage import Salvaged, salvage

UNREADABLE = (OSError, sqlite3.Error, sa.exc.SQLAlchemyError, UnicodeDecodeError)
NEWER = (
    "it is of a newer version of the playground (step {said}), which is the one to serve it and to look"
    " it over: nothing in it is touched."
)


def examine(examination: Examination) -> rows.Counts | None:
    """Look at the store and all its rows; None where they could not be looked at."""
    try:
        if examination.file is not None:
            return _examine_file(examination, examination.file)
        return _examine_server(examination)
    except StoreProblem as problem:
        examination.report.unseen("store", str(problem))
    except UNREADABLE as problem:
        cause = getattr(problem, "orig", None) or problem
        examination.report.unseen("store", f"it cannot be looked at: {str(cause).strip()}.")
    return None


# --- SQLite ---------------------------------------------------------------------------------------


def _examine_file(examination: Examination, file: Path) -> rows.Counts | None:
    report = examination.report
    log = file.with_name(file.name + "-wal")
    if not file.exists() and not log.exists():
        report.ok("store", f"{file} is not there yet; the server makes it.")
        return rows.Counts()
    if log.exists() and log.stat().st_size and not os.access(file.parent, os.W_OK):
        report.unseen(
            "store",
            f"{log.name} holds what was written last, and can be read only where one may write: copy the"
            " folder and look at the copy, or be the user whose it is.",
        )
        return None
    damage = damage_of(file)
    version = Version(Schema.NONE)
    if damage is None:
        with reader(file) as connection:
            version = version_of(connection)
        if version.schema is Schema.BROKEN:
            damage = version.said
    elif _says_newer(file):
        report.left(
            "store", f"{file} is damaged ({damage}), and it is of a newer version: use that one."
        )
        return None
    if damage is not None:
        return _rows_of(examination, file) if _save(examination, file, damage) else None
    return _by_version(examination, file, version)


def _says_newer(file: Path) -> bool:
    """Whether a damaged file can still tell that a newer version has made it."""
    if not file.exists() or not file.stat().st_size:
        # To open it would delete its log.
        return False
    try:
        with reader(file) as connection:
            return version_of(connection).schema is Schema.NEWER
    except UNREADABLE:
        return False


def _by_version(examination: Examination, file: Path, version: Version) -> rows.Counts | None:
    report = examination.report
    match version.schema:
        case Schema.NEWER:
            report.left("store", NEWER.format(said=version.said))
            return None
        case Schema.CURRENT:
            report.ok("store", f"{file} is whole and of this version (step {version.said}).")
        case _ if examination.repair:
            _upgrade(examination, file, version)
        case Schema.NONE:
            report.left(
                "store",
                f"{file} is empty: put a copy of it from before in its place, if there was something in"
                " it. Else the server fills it.",
            )
            return rows.Counts()
        case _:
            report.left(
                "store",
                f"it is of an older version (step {version.said}): the server brings it up to date when"
                f" it starts. To look at what is in it before, {examination.how}.",
            )
            return None
    return _rows_of(examination, file)


def _upgrade(examination: Examination, file: Path, version: Version) -> None:
    """Bring the tables up to date, once there is a copy of the file."""
    kept = ""
    if version.schema is Schema.OLDER:
        goal = examination.attic.place(file)
        copy(file, goal)
        kept = f" The file as it was is {goal}."
    with _writer(examination) as writer, writer.begin() as connection:
        schema.upgrade(connection)
    was = f"of an older version (step {version.said})" if kept else "empty"
    examination.report.mended("store", f"it was {was}, and is up to date now.{kept}")


def _save(examination: Examination, file: Path, damage: str) -> bool:
    """Put a new file in the place of a damaged one, with what can be read of it."""
    report = examination.report
    if not examination.repair:
        report.left(
            "store",
            f"{file} is damaged ({damage}). Put a copy of it from before in its place, or"
            f" {examination.how}: that saves what can be read, and keeps the file.",
        )
        return False
    beside = [file.with_name(file.name + end) for end in WRITTEN_BESIDE]
    new = file.with_name(f"{file.name}.new")
    for each in (new, *(new.with_name(new.name + end) for end in WRITTEN_BESIDE)):
        # Of an examination that was broken off.
        each.unlink(missing_ok=True)
    found = salvage(file, new, lambda text: examination.progress(f"store: {text}"))
    goal = examination.attic.place(file)
    if file.exists():
        # The old one stays in its place until the new one takes it.
        _link(file, goal)
    for each in beside:
        if each.exists():
            examination.attic.take(each)
    new.replace(file)
    told = f"{file} was damaged ({damage}), and is kept as {goal}. A new one has what could be read"
    sessions = found.rows["sessions"]
    if sessions:
        report.mended("store", f"{told}: {_counted(found)}.")
    else:
        report.left(
            "store",
            f"{told}, and that was no session. Put a copy of it from before in its place, if you have"
            " one.",
        )
    return True


def _link(file: Path, goal: Path) -> None:
    try:
        os.link(file, goal)
    except OSError:
        # Not every disk knows files of two names.
        shutil.copy2(file, goal)


def _counted(found: Salvaged) -> str:
    rows = Counter({name: count for name, count in found.rows.items() if count})
    told = ", ".join(f"{count:,} {name}" for name, count in rows.most_common())
    lost = found.broken + found.alone
    return f"{told}; {lost:,} rows are damaged or of a session that is lost" if lost else told


def _rows_of(examination: Examination, file: Path) -> rows.Counts:
    with _writer(examination) as writer:
        if examination.repair:
            # Of a file that is read, SQLite would not alter the way of writing.
            writer.connect().close()
        with reader(file, shared=examination.repair) as connection:
            found = rows.examine(connection, writer if examination.repair else None, examination)
        if examination.repair:
            # Who closes it last writes its log back, and only who may write can.
            writer.connect().close()
        return found


# --- both -----------------------------------------------------------------------------------------


@contextmanager
def _writer(examination: Examination) -> Iterator[sa.Engine]:
    database = database_of(examination.url)
    event.listen(database.writer, "connect", _read_as_it_lies)
    try:
        yield database.writer
    finally:
        database.close()


def _read_as_it_lies(connection: object, _: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.text_factory = as_it_lies


# --- PostgreSQL -----------------------------------------------------------------------------------


def _examine_server(examination: Examination) -> rows.Counts | None:
    database = database_of(examination.url)
    report = examination.report
    held: sa.Connection | None = None
    try:
        with database.readers.connect() as connection:
            version = version_of(connection)
        if version.schema is Schema.NEWER:
            report.left("store", NEWER.format(said=version.said))
            return None
        if version.schema is Schema.BROKEN:
            report.left(
                "store",
                f"the tables of {database.name} are not as this program makes them ({version.said}): put"
                " a dump of it from before in its place.",
            )
            return None
        held = _lock(examination, database) if examination.repair else None
        if version.schema is Schema.CURRENT:
            report.ok("store", f"{database.name} is of this version (step {version.said}).")
        elif examination.repair:
            with database.writer.begin() as connection:
                schema.upgrade(connection)
            report.mended("store", f"the tables of {database.name} are brought up to date.")
        else:
            report.left(
                "store",
                f"{database.name} has no tables of this version yet: the server makes them when it"
                f" starts. To look at what is in it before, {examination.how}.",
            )
            return None
        with database.readers.connect() as connection:
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
            writer = database.writer if examination.repair else None
            return rows.examine(connection, writer, examination)
    finally:
        if held is not None:
            held.close()
        database.close()


def _lock(examination: Examination, database: Database) -> sa.Connection | None:
    """Take the lock for as long as the connection is open; where a server has it, nothing is mended."""
    try:
        return database.connect()
    except StoreProblem as problem:
        examination.running, examination.repair = True, False
        examination.report.left("lock", f"{problem} Nothing is mended.")
        return None
