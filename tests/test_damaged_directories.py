"""A data directory that is damaged: the server says what to do, in a sentence, and ends."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from support.serving import free_port, serve

GOLDEN = Path(__file__).parent / "golden" / "data-directory-1"
WITHIN_S = 60.0


def cut(folder: Path) -> None:
    file = folder / "playground.db"
    os.truncate(file, file.stat().st_size // 2)


def cut_to_a_page(folder: Path) -> None:
    os.truncate(folder / "playground.db", 4096)


def no_database(folder: Path) -> None:
    (folder / "playground.db").write_bytes(b"a letter to somebody else, not a database " * 200)


def overwritten(folder: Path) -> None:
    with (folder / "playground.db").open("r+b") as file:
        file.seek(40)
        file.write(b"\xff" * 3000)


def of_a_newer_version(folder: Path) -> None:
    with sqlite3.connect(folder / "playground.db") as file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
    file.close()


def cut_key(folder: Path) -> None:
    os.truncate(folder / "secret.key", 7)


def key_of_zeros(folder: Path) -> None:
    (folder / "secret.key").write_bytes(b"\0" * 32)


def log_without_its_file(folder: Path) -> None:
    """SQLite itself would delete the log."""
    os.truncate(folder / "playground.db", 0)
    (folder / "playground.db-wal").write_bytes(b"what was written last")


CASES: dict[Callable[[Path], None], str] = {
    cut: "damaged",
    cut_to_a_page: "damaged",
    no_database: "damaged",
    overwritten: "damaged",
    of_a_newer_version: "another version",
    cut_key: "delete that file",
    key_of_zeros: "delete that file",
    log_without_its_file: "damaged",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOLDEN, tmp_path / "data"))


@pytest.mark.parametrize("damage", CASES, ids=lambda case: case.__name__)
def test_what_cannot_be_served_is_told_in_a_sentence(
    folder: Path, damage: Callable[[Path], None]
) -> None:
    damage(folder)
    before = (folder / "playground.db").stat().st_size
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "playground",
            "serve",
            "--device",
            "cpu",
            "--port",
            str(free_port()),
            "--data-dir",
            str(folder),
        ],
        capture_output=True,
        text=True,
        timeout=WITHIN_S,
        check=False,
    )
    told = ended.stdout + ended.stderr
    assert ended.returncode > 0, told
    assert CASES[damage] in told
    assert "playground doctor" in told
    assert str(folder) in told or damage is of_a_newer_version
    assert "Traceback" not in told
    # Nothing is put in its place.
    assert (folder / "playground.db").stat().st_size == before


def test_what_is_kept_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with serve("--device", "cpu", "--data-dir", str(folder)):
        found = {each: stat.S_IMODE(each.stat().st_mode) for each in folder.rglob("*")}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {"playground.db", "secret.key"} <= {each.name for each in found}
    for each, mode in found.items():
        assert mode & 0o077 == 0, each
