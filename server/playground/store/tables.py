"""The tables, drawn from the row classes: a dataclass's fields are its table's columns."""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any, TypeVar, Union

import sqlalchemy as sa

from playground.store.rows import (
    PARTS,
    ROWS,
    ClassroomRow,
    Json,
    LinkRow,
    PupilRow,
    Row,
    SessionRow,
)

R = TypeVar("R", bound=Row)

# JSON stays text on both databases: JSONB would refuse a user's "\u0000", forget the order of keys
# and give 1e16 back as an integer.
_TYPES: dict[Any, sa.types.TypeEngine[Any]] = {
    str: sa.Text(),
    int: sa.BigInteger(),
    float: sa.Double(),
    bool: sa.Boolean(),
    bytes: sa.LargeBinary(),
    Json: sa.JSON(),
}

PARENTS: dict[type[Row], tuple[str, type[Row]]] = {
    part: (column, whole) for whole, parts in PARTS.items() for part, column in parts
}
"""The column of a part's row with the key of its owner, whose deletion deletes the part."""

_INDEXES: dict[type[Row], tuple[str, ...]] = {
    SessionRow: ("classroom", "owner", "seen"),
    LinkRow: ("session", "digest", "until"),
    ClassroomRow: ("code", "session", "digest", "until"),
    PupilRow: ("classroom", "session"),
}
"""Beside the keys; edits, branches, checkpoints, states and curves have the session first in theirs."""


def _column(kind: type[Row], name: str, hint: Any) -> sa.Column[Any]:
    nullable = False
    if typing.get_origin(hint) in (Union, types.UnionType):
        (hint,) = (part for part in typing.get_args(hint) if part is not type(None))
        nullable = True
    parts: list[Any] = []
    parent = PARENTS.get(kind)
    if parent and parent[0] == name:
        goal = f"{parent[1].table}.{parent[1].key[0]}"
        parts.append(sa.ForeignKey(goal, ondelete="CASCADE"))
    return sa.Column(
        name,
        _TYPES[hint],
        *parts,
        primary_key=name in kind.key,
        nullable=nullable,
        index=name in _INDEXES.get(kind, ()),
        autoincrement=False,
    )


def _table(kind: type[Row]) -> sa.Table:
    hints = typing.get_type_hints(kind)
    names = [field.name for field in dataclasses.fields(kind)]
    return sa.Table(kind.table, METADATA, *(_column(kind, name, hints[name]) for name in names))


METADATA = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)
# Parents first: in this order rows can be written.
ORDER: tuple[type[Row], ...] = tuple(sorted(ROWS, key=lambda kind: kind in PARENTS))
TABLES: dict[type[Any], sa.Table] = {kind: _table(kind) for kind in ORDER}


def key_of(row: Row) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in row.key)


def values_of(row: Row) -> dict[str, Any]:
    """Shallow: a column's JSON is the row's own object."""
    return {name: getattr(row, name) for name in row.__dataclass_fields__}


def row_of(kind: type[R], values: typing.Iterable[Any]) -> R:
    """Return a row of a table's values in the order of its columns."""
    return kind(*values)


def comparable(kind: type[Any], *names: str) -> None:
    """Raise `ValueError` where rows cannot be chosen by such a column."""
    columns = TABLES[kind].columns
    for name in names:
        if name not in columns or isinstance(columns[name].type, sa.JSON):
            raise ValueError(f"{kind.table} are not chosen by {name!r}")
