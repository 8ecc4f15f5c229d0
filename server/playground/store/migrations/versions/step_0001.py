"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("spec", sa.JSON(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("playing", sa.Boolean(), nullable=False),
        sa.Column("pace", sa.Double(), nullable=True),
        sa.Column("made", sa.Double(), nullable=False),
        sa.Column("seen", sa.Double(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("classroom", sa.Text(), nullable=True),
        sa.Column("preview", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
    )
    op.create_table(
        "classrooms",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("made", sa.Double(), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_classrooms"),
    )
    op.create_table(
        "edits",
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("spec", sa.JSON(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("time", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("session", "revision", name="pk_edits"),
        sa.ForeignKeyConstraint(
            ["session"], ["sessions.id"], name="fk_edits_session", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "snapshots",
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("step", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("session", name="pk_snapshots"),
        sa.ForeignKeyConstraint(
            ["session"], ["sessions.id"], name="fk_snapshots_session", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "curves",
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("columns", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("session", "number", name="pk_curves"),
        sa.ForeignKeyConstraint(
            ["session"], ["sessions.id"], name="fk_curves_session", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "links",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("right", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("made", sa.Double(), nullable=False),
        sa.Column("until", sa.Double(), nullable=True),
        sa.Column("revoked", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
        sa.ForeignKeyConstraint(
            ["session"], ["sessions.id"], name="fk_links_session", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "pupils",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("classroom", sa.Text(), nullable=False),
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("nickname", sa.Text(), nullable=False),
        sa.Column("joined", sa.Double(), nullable=False),
        sa.Column("removed", sa.Double(), nullable=True),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pupils"),
        sa.ForeignKeyConstraint(
            ["classroom"], ["classrooms.id"], name="fk_pupils_classroom", ondelete="CASCADE"
        ),
    )
    for table, columns in {
        "sessions": ("classroom", "owner", "seen"),
        "links": ("session", "digest", "until"),
        "classrooms": ("code", "session", "digest", "until"),
        "pupils": ("classroom", "session"),
    }.items():
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])
