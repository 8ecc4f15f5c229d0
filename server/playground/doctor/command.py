"""The command `playground doctor`: one examination from the folder to the uploads."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

from playground.data import storage
from playground.doctor import database, folder, key, uploads
from playground.doctor.attic import Attic
from playground.doctor.examination import Examination
from playground.doctor.options import Whose
from playground.doctor.report import Report


def run(whose: Whose, *, repair: bool, as_json: bool) -> int:
    """Examine, print the report, and return the exit code."""
    # Whatever is made here is its owner's alone.
    os.umask(0o077)
    if whose.data_dir is not None:
        os.environ[storage.FOLDER] = str(Path(whose.data_dir).expanduser().absolute())
    home = storage.data_dir()
    url = whose.database or f"sqlite:///{quote(str(home / 'playground.db'))}"
    report = Report(as_json)
    examination = Examination(home, url, _file_of(url), repair, report, Attic(home))
    try:
        if folder.find(home, examination):
            _examine(examination)
    finally:
        report.close()
    return report.code


def _examine(examination: Examination) -> None:
    held = folder.lock(examination) if examination.file is not None else None
    try:
        folder.rights(examination)
        folder.room(examination)
        found = database.examine(examination)
        key.examine(examination)
        uploads.examine(examination, found.uploads if found is not None else None)
        if examination.repair:
            folder.give_to_owner(examination)
    finally:
        if held is not None:
            held.release()
    if (attic := examination.attic.used) is not None:
        examination.report.ok("set aside", f"what was taken out of use is in {attic}.")


def _file_of(url: str) -> Path | None:
    """Return the SQLite file of a store's address; None for a server, or what is none at all."""
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        return None
    if not parsed.drivername.startswith("sqlite") or not parsed.database:
        return None
    return Path(parsed.database).absolute()
