"""A data directory of the first release to damage, and the doctor that is called to it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from playground.data import storage
from playground.doctor import command
from playground.doctor.options import Whose
from playground.store import schema
from playground.store.database import database_of

GOLDEN = Path(__file__).parents[1] / "golden" / "data-directory-1"


@dataclass
class Told:
    """What the doctor said: its exit code, and by each check's name the findings."""

    code: int
    findings: list[dict[str, str]]

    def of(self, check: str) -> str:
        return " ".join(each["text"] for each in self.findings if each["check"] == check)

    def status(self, check: str) -> set[str]:
        return {each["status"] for each in self.findings if each["check"] == check}


Doctor = Callable[..., Told]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the golden one, up to date and with rights as a server makes them."""
    made = Path(shutil.copytree(GOLDEN, tmp_path / "data"))
    database = database_of(f"sqlite:///{made / 'playground.db'}")
    with database.writer.begin() as connection:
        schema.upgrade(connection)
    database.close()
    for each in (made, *made.rglob("*")):
        each.chmod(0o700 if each.is_dir() else 0o600)
    return made


@pytest.fixture
def doctor(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Doctor:
    """Call it to the folder, or to another store."""

    def call(repair: bool = False, database: str | None = None, data_dir: Path = folder) -> Told:
        monkeypatch.setenv(storage.FOLDER, os.environ[storage.FOLDER])
        mask = os.umask(0o022)
        try:
            whose = Whose(str(data_dir), database)
            code = command.run(whose, repair=repair, as_json=True)
        finally:
            os.umask(mask)
        told: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert told["code"] == code
        return Told(code, told["findings"])

    return call


def execute(folder: Path, *statements: str) -> None:
    """Alter the database of a folder behind everybody's back."""
    with closing(sqlite3.connect(folder / "playground.db", isolation_level=None)) as file:
        for statement in statements:
            file.execute(statement)


def ids(folder: Path) -> set[str]:
    """The sessions in its database."""
    with closing(sqlite3.connect(folder / "playground.db")) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {id for (id,) in file.execute("SELECT id FROM sessions")}


def attic(folder: Path) -> Path:
    """The one folder in which is what was taken out of use."""
    (found,) = folder.glob("set-aside-*")
    return found
