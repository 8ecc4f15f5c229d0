"""Sessions that train up to a step or an epoch."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("sessions", sa.Column("until_step", sa.BigInteger(), nullable=True))
    op.add_column("sessions", sa.Column("until_epoch", sa.BigInteger(), nullable=True))
