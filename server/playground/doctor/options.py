"""The options of `playground doctor` that name what is looked over."""

from __future__ import annotations

from dataclasses import dataclass

from playground.api.options import option


@dataclass(frozen=True, slots=True)
class Whose:
    """Which data directory, and which store, as `serve` knows them."""

    data_dir: str | None = option(
        None, "the folder that the server has, by default in your own folder for data"
    )
    database: str | None = option(
        None,
        "where its sessions are kept, if that is not a file in the folder (or else DATABASE_URL)",
        unit="URL",
        also="DATABASE_URL",
    )
