"""What is wrong with a row, and the rows of a session that are none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from playground.doctor.raw_rows import names_of, raw, typed
from playground.store.rows import Row
from playground.store.tables import PARENTS


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row. `key` has the columns that name it, `kept` what it becomes.

    Without `kept` it goes; `newer` says that another version may be able to use it: it stays.
    """

    kind: type[Row]
    key: dict[str, Any]
    why: str
    kept: dict[str, Any] | None = None
    newer: bool = False


def sound(
    connection: sa.Connection, kind: type[Any], id: str, why: str
) -> tuple[list[Any], list[Fault]]:
    """Return the rows of a session, and the faults of those that are none."""
    faults, rows = [], []
    for values in raw(connection, kind, f'"{PARENTS[kind][0]}" = :id', id=id):
        row = typed(kind, values)
        if row is None:
            faults.append(Fault(kind, key_of(kind, values), why))
        else:
            rows.append(row)
    return rows, faults


def key_of(kind: type[Row], values: Any) -> dict[str, Any]:
    """Return the columns that name a row, with its values."""
    names = names_of(kind)
    return {name: values[names.index(name)] for name in kind.key}
