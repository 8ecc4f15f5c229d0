"""The two databases: how each is opened, locked, written to, and tells that it refuses a value."""

from __future__ import annotations

import json
import shlex
import sqlite3
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.pool import NullPool

from playground.data import storage
from playground.store.contract import StoreProblem
from playground.store.lock import FileLock, LockedError

READERS = 4
BUSY_MS = 5000
LOCK_WAIT_S = 6.0
"""How long a server waits for one that is just ending, which takes up to 5 s, before it says that
another one is there.
"""
SIGNS_OF_DAMAGE = ("malformed", "not a database", "unsupported file format")
INCREMENTAL = 2
FREE_SHARE, FREE_PAGES = 0.1, 256
"""Free pages stay for what comes next, up to a tenth of the file, or 1 MB."""
PAGES_AT_ONCE = 1000
"""4 MB: what came meanwhile waits no longer than for those."""
_LOCK_KEY = 0x706C6179
_POSTGRESQL = ("postgres", "postgresql", "postgresql+psycopg")
# A server that is gone without a word is noticed within half a minute.
_PATIENCE = {
    "connect_timeout": "5",
    "keepalives_idle": "15",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}


def _to_json(value: Any) -> str:
    # What is no number for JSON is refused alike by both databases.
    return json.dumps(value, allow_nan=False, separators=(",", ":"))


class Database(ABC):
    """`writer` and `readers` are engines of their own; the lock is held while one writes."""

    writer: sa.Engine
    readers: sa.Engine
    name: str
    """For people: with no password in it."""

    @abstractmethod
    def upsert(self, table: sa.Table) -> sa.Insert: ...

    @abstractmethod
    def octets(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
        """Return the bytes of a text, JSON or blob, without reading a long one where that can be."""

    @abstractmethod
    def connect(self) -> sa.Connection:
        """Return the writer's connection, with the lock.

        Raises `StoreProblem` when another process has it, an error of SQLAlchemy's when the
        database cannot be reached.
        """

    def advice(self, cause: str) -> str:
        """Return what to do about a problem, where that is known; else nothing."""
        return ""

    def give_back(self, connection: sa.Connection) -> bool:
        """Give some of the space of what was deleted back to the disk; tell whether there is more.

        PostgreSQL's own vacuum does that.
        """
        return False

    def close(self) -> None:
        self.writer.dispose()
        self.readers.dispose()

    @abstractmethod
    def touch(self, connection: sa.Connection) -> None:
        """Write nothing new, but so that it fails where nothing could be written."""

    def _taken(self, by: int | None = None) -> StoreProblem:
        who, how = ("", "") if by is None else (f" (process {by})", f" (kill {by})")
        return StoreProblem(
            f"Another server{who} uses the store {self.name}. Stop it{how}, or give this one"
            " another store: --data-dir or --database."
        )


class Sqlite(Database):
    def __init__(self, url: sa.URL) -> None:
        if url.drivername not in ("sqlite", "sqlite+pysqlite"):
            raise StoreProblem(f"The store cannot use {url.drivername!r}.")
        if not url.database or ":memory:" in url.database or url.query:
            raise StoreProblem("A store in SQLite needs a file: sqlite:////folder/playground.db.")
        path = Path(url.database).absolute()
        self.name = str(path)
        self._path = path
        self._lock: FileLock | None = None
        url = sa.URL.create("sqlite", database=str(path))
        options: dict[str, Any] = {
            "json_serializer": _to_json,
            "connect_args": {"timeout": BUSY_MS / 1000, "check_same_thread": False},
        }
        self.writer = sa.create_engine(url, poolclass=NullPool, **options)
        self.readers = sa.create_engine(url, pool_size=READERS, max_overflow=0, **options)
        event.listen(self.writer, "connect", _prepare_writer)
        event.listen(self.readers, "connect", _prepare_reader)
        # The driver's own BEGIN would come only before the first change, after what was read.
        event.listen(self.writer, "begin", lambda at: at.exec_driver_sql("BEGIN IMMEDIATE"))
        event.listen(self.readers, "begin", lambda at: at.exec_driver_sql("BEGIN"))

    def upsert(self, table: sa.Table) -> sa.Insert:
        insert = sqlite.insert(table)
        return insert.on_conflict_do_update(
            index_elements=list(table.primary_key.columns), set_=_others(table, insert.excluded)
        )

    def advice(self, cause: str) -> str:
        if not shows_damage(cause):
            return ""
        return (
            f" The file is damaged: `{self._doctor}` saves what can be read of it, and keeps the file."
            " Or put a copy of it from before in its place."
        )

    def octets(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
        # Of a blob that is in the row's head; a text is counted in letters unless it is made one.
        blob = isinstance(column.type, sa.LargeBinary)
        return sa.func.length(column if blob else sa.cast(column, sa.LargeBinary))

    def touch(self, connection: sa.Connection) -> None:
        (version,) = connection.exec_driver_sql("PRAGMA user_version").one()
        connection.exec_driver_sql(f"PRAGMA user_version = {version:d}")

    @property
    def _doctor(self) -> str:
        folder = storage.data_dir()
        words = ["playground", "doctor", "--data-dir", str(folder)]
        if self._path.parent != folder.absolute():
            words += ["--database", str(self.writer.url)]
        return shlex.join([*words, "--repair"])

    def connect(self) -> sa.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._refuse_a_log_alone()
            self._lock = self._lock or FileLock(
                self._path.with_name(self._path.name + ".lock"), LOCK_WAIT_S
            )
        except LockedError as held:
            raise self._taken(held.holder) from None
        except OSError as problem:
            raise StoreProblem(f"The store {self.name} cannot be opened: {problem}") from problem
        return self.writer.connect()

    def _refuse_a_log_alone(self) -> None:
        """Raise `StoreProblem` where SQLite would delete a log because the file itself is empty or gone."""
        log = self._path.with_name(self._path.name + "-wal")
        empty = not self._path.exists() or not self._path.stat().st_size
        if empty and log.exists() and log.stat().st_size:
            raise StoreProblem(
                f"The store {self.name} cannot be used: the file is empty and its log is not."
                + self.advice("malformed")
            )

    def give_back(self, connection: sa.Connection) -> bool:
        file = connection.connection.driver_connection
        assert isinstance(file, sqlite3.Connection)
        free, pages, way = (
            file.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("freelist_count", "page_count", "auto_vacuum")
        )
        if free < max(FREE_PAGES, pages * FREE_SHARE):
            return False
        if way == INCREMENTAL:
            # Not `execute`, which goes one step: one page.
            file.executescript(f"PRAGMA incremental_vacuum({PAGES_AT_ONCE})")
        else:
            # A file of the first release: written anew once, it gives pages back from then on.
            file.execute("VACUUM")
        left = free - PAGES_AT_ONCE
        more: bool = way == INCREMENTAL and left >= max(FREE_PAGES, pages * FREE_SHARE)
        if not more:
            # The file itself shrinks when its log is written back.
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return more

    def close(self) -> None:
        super().close()
        if self._lock:
            self._lock.release()
            self._lock = None


class Postgresql(Database):
    def __init__(self, url: sa.URL) -> None:
        url = url.set(drivername="postgresql+psycopg")
        url = url.update_query_dict({k: v for k, v in _PATIENCE.items() if k not in url.query})
        self.name = url.set(query={}).render_as_string(hide_password=True)
        self.writer = sa.create_engine(url, poolclass=NullPool, json_serializer=_to_json)
        self.readers = sa.create_engine(
            url,
            pool_size=READERS,
            max_overflow=0,
            pool_pre_ping=True,
            json_serializer=_to_json,
        )

    def upsert(self, table: sa.Table) -> sa.Insert:
        insert = postgresql.insert(table)
        return insert.on_conflict_do_update(
            index_elements=list(table.primary_key.columns), set_=_others(table, insert.excluded)
        )

    def octets(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
        blob = isinstance(column.type, sa.LargeBinary)
        return sa.func.octet_length(column if blob else sa.cast(column, sa.Text))

    def touch(self, connection: sa.Connection) -> None:
        # A server that only reads gives no transaction a number.
        connection.exec_driver_sql("SELECT pg_current_xact_id()")

    def connect(self) -> sa.Connection:
        """Connect; the connection holds the lock itself, so that one that has lost its lock cannot write either."""
        connection = self.writer.connect()
        try:
            with connection.begin():
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {round(1000 * LOCK_WAIT_S)}")
                connection.exec_driver_sql(f"SELECT pg_advisory_lock({_LOCK_KEY})")
        except sa.exc.OperationalError as problem:
            connection.close()
            if isinstance(problem.orig, psycopg.errors.LockNotAvailable):
                raise self._taken() from None
            raise
        return connection


def database_of(url: str) -> Database:
    """Choose a database, and open nothing. Raises `StoreProblem` when there is no such kind of store."""
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        # The address is not repeated: it may hold a password.
        raise StoreProblem("The store's address is not one of a database.") from None
    return Postgresql(parsed) if parsed.drivername in _POSTGRESQL else Sqlite(parsed)


def shows_damage(cause: str) -> bool:
    """Whether SQLite says so of a file that is damaged, or is none of its own."""
    return any(sign in cause for sign in SIGNS_OF_DAMAGE)


def refuses_value(problem: Exception) -> bool:
    """Whether a value can never be written or compared, rather than nothing can be just now."""
    if not isinstance(problem, sa.exc.DBAPIError):
        # Raised on the way to the driver: no UTF-8, no JSON, no 64 bits.
        return isinstance(problem, (sa.exc.StatementError, ValueError, TypeError, OverflowError))
    if isinstance(problem, (sa.exc.IntegrityError, sa.exc.DataError)):
        return True
    cause = problem.orig
    if isinstance(cause, psycopg.Error):
        # 54: past a limit of the program, such as an index entry's size. A problem of the
        # client's has no number: a type that it cannot send.
        number = cause.sqlstate
        return number.startswith("54") if number else isinstance(cause, psycopg.ProgrammingError)
    return isinstance(cause, (sqlite3.InterfaceError, sqlite3.ProgrammingError))


def _others(table: sa.Table, excluded: Any) -> dict[str, Any]:
    return {
        column.name: excluded[column.name] for column in table.columns if not column.primary_key
    }


def _prepare(connection: sqlite3.Connection, *settings: str) -> None:
    connection.isolation_level = None
    for setting in (f"busy_timeout = {BUSY_MS}", *settings):
        connection.execute(f"PRAGMA {setting}")


def _prepare_writer(connection: Any, _: Any) -> None:
    _prepare(
        connection,
        # Before anything is written: in a file that has tables it comes into force by VACUUM.
        "auto_vacuum = INCREMENTAL",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
    )


def _prepare_reader(connection: Any, _: Any) -> None:
    _prepare(connection, "query_only = ON")
