"""The query that sums the bytes of sessions in a database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from playground.store.database import Database
from playground.store.kept import MADE_WITH_IT, ROW_BYTES, KeptSession
from playground.store.rows import PARTS, LinkRow, Row, SessionRow, keys_of
from playground.store.tables import PARENTS, TABLES

Columns = sa.ColumnElement[Any]


def query(database: Database, now: float, ids: Collection[str] | None) -> sa.Select[Any]:
    """Select the values of `kept_of` for these sessions, or for all."""
    sessions = TABLES[SessionRow].columns
    links = TABLES[LinkRow].columns
    works = sa.and_(
        links.session == sessions.id,
        links.revoked.is_(None),
        sa.or_(links.until.is_(None), links.until > now),
    )
    named = sa.exists().where(works, links.label != "")
    more = sa.select(sa.func.count()).where(works).scalar_subquery() > MADE_WITH_IT
    shared = sa.or_(sessions.preview, sessions.classroom.is_not(None), named, more)
    size: Columns = _octets(database, SessionRow)
    for part, _ in PARTS[SessionRow]:
        # Never null: a sum of no rows is one.
        together = sa.func.coalesce(sa.func.sum(_octets(database, part)), 0)
        of_it = TABLES[part].columns[PARENTS[part][0]] == sessions.id
        size = size + sa.select(together).where(of_it).scalar_subquery()
    asked = sa.select(sessions.id, sessions.owner, sessions.seen, shared, size, sessions.networks)
    return asked if ids is None else asked.where(sessions.id.in_(ids))


def kept_of(values: Sequence[Any]) -> KeptSession:
    """Read what was selected of one session."""
    id, owner, seen, shared, bytes, networks = values
    return KeptSession(id, owner, seen, shared, bytes, keys_of(networks))


def _octets(database: Database, kind: type[Row]) -> Columns:
    """Sum the texts and blobs of one row, whatever columns its table has."""
    total: Columns = sa.literal(ROW_BYTES)
    for column in TABLES[kind].columns:
        if isinstance(column.type, (sa.JSON, sa.LargeBinary, sa.Text)):
            total = total + sa.func.coalesce(database.octets(column), 0)
    return total
