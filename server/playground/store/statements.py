"""The SQL of a batch of steps, and of the questions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
import structlog

from playground.store.database import Database, refuses_value
from playground.store.pending import COMPARE, Drop, Pending
from playground.store.rows import EditRow, Row, SessionRow
from playground.store.tables import TABLES, key_of, values_of

log = structlog.get_logger()


def write(
    database: Database, connection: sa.Connection, batch: Pending, *, touch: bool = False
) -> None:
    """All of it in one transaction; what can never be written is set aside with a line in the log.

    With `touch` the database is written to also where nothing is in the batch. Raises SQLAlchemy's
    error when nothing can be written just now; then nothing is.
    """
    try:
        with connection.begin():
            if touch:
                database.touch(connection)
            for step in batch.steps():
                _do(database, connection, step)
    except Exception as problem:
        if not refuses_value(problem):
            raise
    else:
        return
    with connection.begin():
        for step in batch.steps():
            _do_what_can_be(database, connection, step)


def conditions_of(
    kind: type[Any], where: Iterable[tuple[str, Any]]
) -> list[sa.ColumnElement[bool]]:
    columns = TABLES[kind].columns
    return [columns[name] == value for name, value in where]


def _do(database: Database, connection: sa.Connection, step: list[Row] | Drop) -> None:
    if not isinstance(step, Drop):
        upsert = database.upsert(TABLES[type(step[0])])
        connection.execute(upsert, [values_of(row) for row in step])
        return
    conditions = conditions_of(step.kind, step.where)
    if step.bound:
        name, side, bound = step.bound
        column = TABLES[step.kind].columns[name]
        # As an integer's bound, PostgreSQL would round a fraction.
        sort: sa.types.TypeEngine[Any] = sa.Double() if isinstance(bound, float) else column.type
        conditions.append(COMPARE[side](column, sa.literal(bound, sort)))
    connection.execute(sa.delete(TABLES[step.kind]).where(*conditions))


def _do_what_can_be(database: Database, connection: sa.Connection, step: list[Row] | Drop) -> None:
    """Halves a step that is refused, until what is refused stands alone."""
    try:
        with connection.begin_nested():
            _do(database, connection, step)
    except Exception as problem:
        if not refuses_value(problem):
            raise
        if isinstance(step, Drop):
            # Nothing can equal what no row can hold.
            return
        if len(step) == 1:
            _set_aside(step[0], problem)
            return
        middle = len(step) // 2
        for half in (step[:middle], step[middle:]):
            _do_what_can_be(database, connection, half)


def _set_aside(row: Row, problem: Exception) -> None:
    """Say what failed without the error's own text, which would have all of the row in it."""
    cause = getattr(problem, "orig", None) or problem
    log.error("row_set_aside", table=row.table, key=ascii(key_of(row)), reason=type(cause).__name__)


def with_uploads() -> sa.Select[tuple[str, Any]]:
    """Return the question for ids and specs of sessions whose spec may have an uploaded file.

    As text, which the database need not take apart: within a text of a user's, quotes are escaped.
    """
    columns = TABLES[SessionRow].columns
    text = sa.cast(columns["spec"], sa.Text)
    return sa.select(columns["id"], columns["spec"]).where(text.like('%"upload":{%'))


def naming(upload: str) -> sa.Select[Any]:
    """Return the question for the ids of sessions in whose spec an uploaded file is named."""
    columns = TABLES[SessionRow].columns
    text = sa.cast(columns["spec"], sa.Text)
    # Between quotes, which are escaped within a text of a user's.
    named = text.contains(f'"{upload}"', autoescape=True)
    return sa.select(columns["id"]).where(text.like('%"upload":{%'), named).order_by(columns["id"])


def edits_with_uploads() -> sa.Select[Any]:
    """Return the question for the texts of edits in which an uploaded file may be named.

    A way names it by a path that ends in "upload" or beyond, or within a whole document.
    """
    text = sa.cast(TABLES[EditRow].columns["spec"], sa.Text)
    return sa.select(text).where(text.like('%"upload"%'))
