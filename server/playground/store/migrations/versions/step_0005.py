"""Branches of a session's past, with many kept states and the curves of each; what there was is the first branch."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("sessions", sa.Column("branch", sa.Text(), nullable=True))
    op.add_column("sessions", sa.Column("reach", sa.BigInteger(), nullable=True))
    op.create_table(
        "branches",
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("made", sa.Double(), nullable=False),
        sa.Column("from_branch", sa.Text(), nullable=True),
        sa.Column("from_step", sa.BigInteger(), nullable=True),
        sa.Column("from_revision", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("session", "id", name="pk_branches"),
        _of_session("branches"),
    )
    op.create_table(
        "checkpoints",
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.BigInteger(), nullable=False),
        sa.Column("branch", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("state", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("largest", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("session", "revision", "step", name="pk_checkpoints"),
        _of_session("checkpoints"),
    )
    op.create_table(
        "states",
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("session", "number", name="pk_states"),
        _of_session("states"),
    )
    op.create_table(
        "branch_curves",
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("columns", sa.LargeBinary(), nullable=False),
        sa.Column("branch", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("session", "branch", "number", name="pk_branch_curves"),
        _of_session("branch_curves"),
    )
    op.execute(
        "INSERT INTO branches (session, id, why, made) SELECT id, 'b1', 'start', made FROM sessions"
    )
    op.execute(
        "INSERT INTO checkpoints (session, revision, step, branch, why, state, bytes, largest)"
        " SELECT session, revision, step, 'b1', 'train', 1, length(data), 0.0 FROM snapshots"
    )
    op.execute("INSERT INTO states (session, number, data) SELECT session, 1, data FROM snapshots")
    op.execute(
        "INSERT INTO branch_curves (session, branch, number, columns)"
        " SELECT session, 'b1', number, columns FROM curves"
    )
    op.drop_table("snapshots")
    op.drop_table("curves")


def _of_session(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["session"], ["sessions.id"], name=f"fk_{table}_session", ondelete="CASCADE"
    )
