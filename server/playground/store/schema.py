"""The upgrade of a database's tables, in the caller's transaction."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from playground.store.contract import StoreProblem

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(connection: sa.Connection) -> None:
    """Upgrade. Raises `StoreProblem` when a newer version of this program made the tables."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as problem:
        raise StoreProblem(
            f"The store is of another version of the playground ({problem}): serve it with the version"
            " that wrote it, or with a newer one. `playground doctor` tells more."
        ) from problem
