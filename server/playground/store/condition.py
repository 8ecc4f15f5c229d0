"""The condition of a store before anything is made of it: damaged, of an older schema, of a newer one."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import event

from playground.store.database import shows_damage
from playground.store.schema import MIGRATIONS
from playground.store.tables import METADATA

OF_A_STEP = re.compile(r"[0-9]{4}")
SHOWN = 3
WRITTEN_BESIDE = ("-wal", "-shm")
"""What SQLite writes beside a file: its log, and where it is in it."""
CUT_OFF = "disk I/O error"
"""SQLite's words where a file ends within a page, too."""


class Schema(Enum):
    """The version of a database's tables, as this program sees it."""

    NONE = "none"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"
    BROKEN = "broken"
    """Of a known version, and not as that made them; or of none that there ever was."""


@dataclass(frozen=True, slots=True)
class Version:
    schema: Schema
    said: str = ""
    """What the database itself says, or what is wrong with it."""


def damage_of(path: Path) -> str | None:
    """Return what is wrong with an SQLite file as such, None for nothing. It is only read.

    Raises `OSError` or `sqlite3.OperationalError` where it cannot be looked at.
    """
    size, log = (_size(path.with_name(path.name + end)) for end in ("", "-wal"))
    if not size:
        # SQLite would delete the log of an empty file.
        return "the file itself is gone and its log is there" if log else None
    try:
        with closing(sqlite3.connect(read_only(path), uri=True)) as file:
            file.text_factory = as_it_lies
            found = [text for (text,) in file.execute(f"PRAGMA integrity_check({SHOWN})")]
            (page,) = file.execute("PRAGMA page_size").fetchone()
    except UnicodeDecodeError as problem:
        # Python reads SQLite's own complaint, with what is damaged in it.
        return f"its tables have names that are none ({problem.reason})"
    except sqlite3.DatabaseError as problem:
        # Also a file that is locked or out of reach is an error of the database's.
        if not isinstance(problem, sqlite3.OperationalError) or shows_damage(told := str(problem)):
            return str(problem)
        if told != CUT_OFF:
            raise
        return told
    if size % page and not log:
        # SQLite reads zeros in place of what is missing, and takes them for what was written.
        return "its last page is cut off"
    return None if found == ["ok"] else "; ".join(str(each) for each in found)


def read_only(path: Path, *, shared: bool = False) -> str:
    """Return the URI by which SQLite reads a file and writes nothing, nor beside it if that can be.

    A file that is not `shared` with somebody who writes, now or soon, is read as one that nobody alters
    where it has no log and nobody has it open, or where nothing can be written beside it.
    """
    log, index = (path.with_name(path.name + end) for end in WRITTEN_BESIDE)
    unopened = not index.exists() or not os.access(path.parent, os.W_OK)
    alone = not shared and not _size(log) and unopened
    return f"file:{quote(str(path))}?mode=ro{'&immutable=1' if alone else ''}"


def version_of(connection: sa.Connection) -> Version:
    """Compare a database's tables with those of this program."""
    there = set(sa.inspect(connection).get_table_names())
    ours = {table.name for table in METADATA.sorted_tables}
    if "alembic_version" not in there:
        wrong = Version(Schema.BROKEN, "no version is written in it")
        return wrong if there & ours else Version(Schema.NONE)
    rows = connection.exec_driver_sql("SELECT version_num FROM alembic_version").all()
    said = [str(row[0]) for row in rows]
    steps = known_steps()
    if not said and not there & ours:
        return Version(Schema.NONE)
    if len(said) != 1 or not OF_A_STEP.fullmatch(said[0]):
        return Version(Schema.BROKEN, "what is written as its version is none")
    if said[0] not in steps:
        return Version(Schema.NEWER, said[0])
    if said[0] != steps[0]:
        return Version(Schema.OLDER, said[0])
    missing = sorted(_missing(connection))
    if missing:
        return Version(Schema.BROKEN, f"{', '.join(missing[:SHOWN])} is missing in it")
    return Version(Schema.CURRENT, said[0])


def known_steps() -> list[str]:
    """Return the steps of the schema that this program knows, the newest first."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    return [step.revision for step in script.walk_revisions()]


def as_it_lies(text: bytes) -> str | bytes:
    """Read SQLite's text; one that is no UTF-8 stays bytes, so that it can be told."""
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text


@contextmanager
def reader(path: Path, *, shared: bool = False) -> Iterator[sa.Connection]:
    """Open an SQLite file to look at it, by a connection that can write nothing; see `read_only`."""

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(read_only(path, shared=shared), uri=True)
        connection.text_factory = as_it_lies
        connection.isolation_level = None
        return connection

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.pool.NullPool)
    # What is read of one transaction is of one moment, though a server writes.
    event.listen(engine, "begin", lambda at: at.exec_driver_sql("BEGIN"))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def copy(path: Path, to: Path) -> None:
    """Copy a whole SQLite file, with what is in its log. Raises `sqlite3.Error` or `OSError`."""
    with (
        closing(sqlite3.connect(read_only(path), uri=True)) as file,
        closing(sqlite3.connect(to)) as copied,
    ):
        file.backup(copied)


def _missing(connection: sa.Connection) -> Iterator[str]:
    """Give the tables, columns and indexes that should be there and are not."""
    found = sa.inspect(connection)
    there = set(found.get_table_names())
    for table in METADATA.sorted_tables:
        if table.name not in there:
            yield table.name
            continue
        columns = {column["name"] for column in found.get_columns(table.name)}
        yield from (f"{table.name}.{name}" for name in {*table.columns.keys()} - columns)
        indexes = {index["name"] for index in found.get_indexes(table.name)}
        yield from (str(index.name) for index in table.indexes if index.name not in indexes)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
