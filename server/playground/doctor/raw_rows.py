"""Rows as they lie in a table, read without a belief in what is in them."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import fields
from typing import Any, TypeVar, Union

import sqlalchemy as sa

from playground.store.rows import ROWS, Json, Row
from playground.store.tables import TABLES

R = TypeVar("R", bound=Row)
PAGE = 500
"""Keys that are read at once."""


def names_of(kind: type[Row]) -> list[str]:
    """Return the columns of a table, in their order."""
    return [field.name for field in fields(kind)]


def raw(
    connection: sa.Connection, kind: type[Row], where: str = "", **values: Any
) -> Generator[Sequence[Any], None, None]:
    """Give the rows for which a condition holds, as the driver does, in the order of their key.

    A few at a time: they may be more than the memory holds.
    """
    names = ", ".join(f'"{name}"' for name in names_of(kind))
    order = ", ".join(f'"{name}"' for name in kind.key)
    question = f'SELECT {names} FROM "{kind.table}" WHERE {where or "1 = 1"} ORDER BY {order}'
    some = {"yield_per": PAGE}
    with connection.execute(sa.text(question), values, execution_options=some) as found:
        for row in found:
            yield tuple(row)


def one(connection: sa.Connection, kind: type[Row], id: Any) -> Sequence[Any] | None:
    """Give the row of this key, if it is a text and there is one."""
    if not isinstance(id, str):
        return None
    (key,) = kind.key
    with closing(raw(connection, kind, f'"{key}" = :id', id=id)) as found:
        return next(found, None)


def keys(connection: sa.Connection, kind: type[Row]) -> Iterator[Any]:
    """Give the keys of a table that has one column of them, page by page.

    Between two pages rows may be deleted. A key that is no text is given as bytes, or as it is.
    """
    (key,) = kind.key
    last: str | None = None
    while True:
        after = "" if last is None else f'WHERE "{key}" > :last'
        question = sa.text(
            f'SELECT "{key}" FROM "{kind.table}" {after} ORDER BY "{key}" LIMIT {PAGE}'
        )
        found = connection.execute(question, {"last": last} if after else {})
        page = [row[0] for row in found]
        texts = [at for at, each in enumerate(page) if isinstance(each, str)]
        if len(page) < PAGE or not texts:
            yield from page
            return
        # Only by a text can be asked for what follows.
        last = page[texts[-1]]
        yield from page[: texts[-1] + 1]


def naming(kind: type[Row], key: dict[str, Any]) -> str:
    """Return the condition that a row has this key."""
    columns = TABLES[kind].columns
    return " AND ".join(
        f'CAST("{name}" AS BLOB) = :{name}'
        if isinstance(value, bytes) and isinstance(columns[name].type, sa.Text)
        else f'"{name}" = :{name}'
        for name, value in key.items()
    )


def typed(kind: type[R], values: Sequence[Any]) -> R | None:
    """Return the row, or None where a value is not what its column says."""
    found: list[Any] = []
    for (hint, nullable), value in zip(_COLUMNS[kind], values, strict=True):
        if value is None and nullable:
            found.append(None)
            continue
        try:
            found.append(_READ[hint](value))
        except (ValueError, TypeError, RecursionError):
            return None
    return kind(*found)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _number(value: Any) -> float:
    if not isinstance(value, (int, float)) or value != value:
        raise TypeError
    return value


def _yes_or_no(value: Any) -> bool:
    if value not in (0, 1):
        raise TypeError
    return bool(value)


def _bytes(value: Any) -> bytes:
    if not isinstance(value, (bytes, memoryview)):
        raise TypeError
    return bytes(value)


def _document(value: Any) -> Json:
    found = json.loads(_text(value)) if isinstance(value, str) else value
    if not isinstance(found, dict):
        raise TypeError
    return found


_READ: dict[Any, Any] = {
    str: _text,
    int: _whole,
    float: _number,
    bool: _yes_or_no,
    bytes: _bytes,
    Json: _document,
}


def _plain(hint: Any) -> tuple[Any, bool]:
    """Part a type from whether there may be none of it."""
    if typing.get_origin(hint) in (Union, types.UnionType):
        (inner,) = (part for part in typing.get_args(hint) if part is not type(None))
        return inner, True
    return hint, False


_COLUMNS: dict[type[Any], tuple[tuple[Any, bool], ...]] = {
    kind: tuple(_plain(typing.get_type_hints(kind)[name]) for name in names_of(kind))
    for kind in ROWS
}
"""What a table's values are, and which may be none."""
