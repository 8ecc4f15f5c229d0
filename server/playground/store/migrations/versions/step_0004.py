"""Edits with the fingerprint of what was asked, by which none is done twice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("edits", sa.Column("request", sa.Text(), nullable=True))
