"""A new SQLite database of the rows that can still be read in a damaged one."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from playground.store import schema
from playground.store.database import Sqlite
from playground.store.pages import Pages, Value
from playground.store.rows import PARTS
from playground.store.tables import METADATA

TOGETHER = 1000
"""Rows of one transaction."""


@dataclass(slots=True)
class Salvaged:
    """`rows` by table. `broken` could not be read, `alone` were of what is gone."""

    rows: Counter[str] = field(default_factory=Counter)
    broken: int = 0
    alone: int = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """What the values of a table's rows are, by which a row is known for one of it.

    `columns` are the kinds of value and whether there may be none; a row of before the last columns
    came is shorter.
    """

    table: str
    columns: tuple[tuple[str, bool], ...]

    def fits(self, values: Sequence[Value]) -> bool:
        if len(values) > len(self.columns):
            return False
        for at, (kind, nullable) in enumerate(self.columns):
            value = values[at] if at < len(values) else None
            if value is None:
                if not nullable:
                    return False
            elif not _is(kind, value):
                return False
        return True


def shapes() -> list[Shape]:
    """Return the shapes of all tables, as the steps of the schema make them."""
    return [
        Shape(table.name, tuple((_kind(column), bool(column.nullable)) for column in table.columns))
        for table in METADATA.sorted_tables
    ]


def salvage(old: Path, new: Path, tell: Callable[[str], None]) -> Salvaged:
    """Make the file `new` of what can be read of `old`, which is only read.

    `tell` hears how far it is. Raises `OSError` or an error of SQLAlchemy's where it cannot be made.
    """
    found = Salvaged()
    database = Sqlite(sa.URL.create("sqlite", database=str(new)))
    pages = Pages(old)
    try:
        with database.writer.connect() as connection:
            with connection.begin():
                schema.upgrade(connection)
            file = connection.connection.driver_connection
            assert isinstance(file, sqlite3.Connection)
            # A part may be found before its whole.
            file.execute("PRAGMA foreign_keys = OFF")
            _take_over(file, pages, found, tell)
            found.alone = _drop_what_is_alone(file, found)
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        pages.close()
        database.close()
    found.broken = pages.broken
    return found


def _take_over(
    file: sqlite3.Connection, pages: Pages, found: Salvaged, tell: Callable[[str], None]
) -> None:
    known = shapes()
    waiting = 0
    file.execute("BEGIN")
    for page, values in pages.rows():
        shape = next((shape for shape in known if shape.fits(values)), None)
        if shape is None:
            continue
        filled = [*values, *[None] * (len(shape.columns) - len(values))]
        marks = ", ".join("?" * len(filled))
        # The newest of two cannot be told from an old one: who is first stays.
        done = file.execute(f'INSERT OR IGNORE INTO "{shape.table}" VALUES ({marks})', filled)
        found.rows[shape.table] += done.rowcount
        waiting += 1
        if waiting == TOGETHER:
            file.execute("COMMIT")
            file.execute("BEGIN")
            waiting = 0
        tell(f"page {page:,} of {pages.count:,}")
    file.execute("COMMIT")


def _drop_what_is_alone(file: sqlite3.Connection, found: Salvaged) -> int:
    """Delete the parts whose whole could not be read: nobody could come to them."""
    alone = 0
    for part, column, whole, key in _parts():
        gone = file.execute(
            f'DELETE FROM "{part}" WHERE "{column}" NOT IN (SELECT "{key}" FROM "{whole}")'
        ).rowcount
        found.rows[part] -= gone
        alone += gone
    return alone


def _parts() -> Iterator[tuple[str, str, str, str]]:
    for whole, parts in PARTS.items():
        for part, column in parts:
            yield part.table, column, whole.table, whole.key[0]


def _kind(column: sa.Column[object]) -> str:
    kind = column.type
    if isinstance(kind, sa.JSON):
        return "json"
    if isinstance(kind, sa.LargeBinary):
        return "blob"
    if isinstance(kind, sa.Boolean):
        return "bool"
    if isinstance(kind, sa.Double):
        return "real"
    return "integer" if isinstance(kind, sa.BigInteger) else "text"


def _is(kind: str, value: Value) -> bool:
    match kind:
        case "json":
            return isinstance(value, str) and value.startswith(("{", "null"))
        case "blob":
            return isinstance(value, bytes)
        case "bool":
            return value in (0, 1)
        case "real":
            # A whole number is kept as one.
            return isinstance(value, (int, float))
        case "integer":
            return isinstance(value, int)
    return isinstance(value, str)
