"""Runs the steps on the connection that the caller gives, in the transaction that it has begun."""

from __future__ import annotations

from alembic import context

from playground.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
