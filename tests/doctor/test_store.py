"""A store that is damaged in many ways: what can be read is saved, and what is not read is kept."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command as alembic
from alembic.config import Config

from doctor.conftest import GOLDEN, Doctor, attic, execute, ids
from playground.doctor.report import ALL_WELL, COULD_NOT_LOOK, SOMETHING_LEFT
from playground.store.condition import known_steps
from playground.store.lock import FileLock
from playground.store.pages import Pages
from playground.store.rows import SessionRow
from playground.store.salvage import shapes
from playground.store.schema import MIGRATIONS
from playground.store.sql import SqlStore
from playground.store.tables import METADATA
from support.stores import SqliteKeeper

PAGE = 4096
DATABASE = "playground.db"


def seeds(few: int, many: int) -> list[Any]:
    """Draw damage by a few seeds each time, and by many in the whole suite."""
    slow = pytest.mark.slow
    return [seed if seed < few else pytest.param(seed, marks=slow) for seed in range(many)]


def whole_at(file: Path, size: int) -> set[str]:
    """The golden sessions that lie wholly in the first bytes of the file."""
    known = ids(GOLDEN)
    pages = Pages(file)
    try:
        # Of the tables with an id first, only sessions have their own.
        found = {str(row[0]): (page, row) for page, row in pages.rows() if len(row) >= 12}
    finally:
        pages.close()
    assert set(found) == known
    short = {id: page for id, (page, row) in found.items() if len(str(row[1])) < PAGE // 2}
    return {id for id, page in short.items() if page * PAGE <= size}


def test_a_sound_directory_is_well_and_left_as_it_is(folder: Path, doctor: Doctor) -> None:
    before = {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    told = doctor()
    assert told.code == ALL_WELL
    assert {each["status"] for each in told.findings} == {"ok"}
    after = {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    assert after == before
    assert doctor(repair=True).code == ALL_WELL
    assert not list(folder.glob("set-aside-*"))


@pytest.mark.parametrize("seed", seeds(5, 40))
def test_a_file_that_was_cut_off_anywhere(folder: Path, doctor: Doctor, seed: int) -> None:
    file = folder / DATABASE
    size = random.Random(seed).randrange(1, file.stat().st_size)
    whole = whole_at(file, size)
    os.truncate(file, size)
    cut = file.read_bytes()
    told = doctor()
    assert (told.code, told.status("store")) == (SOMETHING_LEFT, {"to do"})
    assert "--repair" in told.of("store")
    assert file.read_bytes() == cut, "it was only looked at"
    told = doctor(repair=True)
    assert told.status("store") == ({"mended"} if ids(folder) else {"to do"})
    assert whole <= ids(folder)
    assert (attic(folder) / DATABASE).read_bytes() == cut
    # What is left is sound, but for uploads whose sessions are gone.
    assert doctor().code == ALL_WELL


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: (0, b"no database at all".ljust(100)),
        lambda file: (0, b"\0" * 100),
        lambda file: (0, b"\0" * PAGE),
        lambda file: (40, b"\xff" * 3000),
        lambda file: (16, b"\x07\x07"),
        lambda file: (18, b"\x09\x09"),
    ],
    ids=["header", "header of zeros", "first page of zeros", "tables", "page size", "version"],
)
def test_a_damaged_beginning_costs_nobody_anything(
    folder: Path, doctor: Doctor, damage: object
) -> None:
    file = folder / DATABASE
    at, written = damage(file)  # type: ignore[operator]
    with file.open("r+b") as opened:
        opened.seek(at)
        opened.write(written)
    assert doctor().status("store") == {"to do"}
    told = doctor(repair=True)
    assert (told.code, told.status("store")) == (ALL_WELL, {"mended"})
    assert ids(folder) == ids(GOLDEN)
    assert doctor().code == ALL_WELL


@pytest.mark.parametrize("seed", seeds(3, 30))
def test_pages_that_were_overwritten(folder: Path, doctor: Doctor, seed: int) -> None:
    chance, file = random.Random(seed), folder / DATABASE
    with file.open("r+b") as opened:
        for page in chance.sample(range(file.stat().st_size // PAGE), 4):
            opened.seek(page * PAGE)
            opened.write(chance.randbytes(PAGE))
    assert doctor().code == SOMETHING_LEFT
    told = doctor(repair=True)
    assert told.status("store") == ({"mended"} if ids(folder) else {"to do"})
    assert ids(folder) <= ids(GOLDEN)
    assert doctor().code == ALL_WELL


@pytest.mark.parametrize("seed", seeds(4, 40))
def test_single_bytes_that_have_changed(folder: Path, doctor: Doctor, seed: int) -> None:
    """SQLite has no sums: what is within a row is seen by reading it as a server would."""
    chance, file = random.Random(seed), folder / DATABASE
    data = bytearray(file.read_bytes())
    for _ in range(40):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    file.write_bytes(data)
    doctor(repair=True)
    again = doctor()
    assert again.code == ALL_WELL or "does not know" in again.of("rows")


def test_a_letter_in_place_of_a_database(folder: Path, doctor: Doctor) -> None:
    letter = b"a letter to somebody else, not a database " * 200
    (folder / DATABASE).write_bytes(letter)
    assert doctor().status("store") == {"to do"}
    told = doctor(repair=True)
    assert (told.code, told.status("store")) == (SOMETHING_LEFT, {"to do"})
    assert "no session" in told.of("store")
    assert (attic(folder) / DATABASE).read_bytes() == letter
    assert ids(folder) == set()


def test_an_empty_file_is_told_and_filled(folder: Path, doctor: Doctor) -> None:
    os.truncate(folder / DATABASE, 0)
    told = doctor()
    assert (told.code, told.status("store")) == (SOMETHING_LEFT, {"to do"})
    assert doctor(repair=True).code == ALL_WELL
    assert ids(folder) == set()


def kept_open(folder: Path, sessions: int) -> SqliteKeeper:
    """A store that was never closed: what it has is in its log."""
    shutil.rmtree(folder)
    folder.mkdir(mode=0o700)
    keeper = SqliteKeeper(folder)
    store: SqlStore = keeper.start()
    store.put(*(SessionRow(f"s{n}", {}, 1, 0, False, None, 1.0, 2.0) for n in range(sessions)))
    keeper.flush()
    return keeper


@pytest.mark.parametrize("damage", ["none", "header", "empty", "gone"])
def test_a_log_that_was_left_behind_is_read(
    folder: Path, tmp_path: Path, doctor: Doctor, damage: str
) -> None:
    keeper = kept_open(folder, 300)
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    keeper.close()
    other.chmod(0o700)
    file, log = other / DATABASE, other / f"{DATABASE}-wal"
    assert log.stat().st_size > 0
    (other / f"{DATABASE}-shm").unlink()
    match damage:
        case "header":
            # That the log has the first page anew makes SQLite itself mend this one.
            file.write_bytes(b"x" * file.stat().st_size)
        case "empty":
            file.write_bytes(b"")
        case "gone":
            file.unlink()
    told = doctor(data_dir=other)
    assert told.status("store") == {"ok" if damage in ("none", "header") else "to do"}
    told = doctor(repair=True, data_dir=other)
    assert told.code == ALL_WELL
    assert ids(other) == {f"s{n}" for n in range(300)}


def test_what_was_deleted_does_not_come_back(folder: Path, doctor: Doctor) -> None:
    keeper = kept_open(folder, 600)
    for n in range(0, 600, 2):
        keeper.store.drop(SessionRow, id=f"s{n}")
    keeper.flush()
    # Whole pages come free, too.
    keeper.store.drop_below(SessionRow, "made", 5.0, id="s1")
    keeper.close()
    (folder / f"{DATABASE}.lock").unlink()
    with (folder / DATABASE).open("r+b") as file:
        file.seek(PAGE + 20)
        file.write(b"\xff" * 200)
    doctor(repair=True)
    assert ids(folder) <= {f"s{n}" for n in range(3, 600, 2)}
    assert len(ids(folder)) > 100


# --- its version ----------------------------------------------------------------------------------


def of_an_older_step(folder: Path) -> None:
    """A database as the first step of the schema made it, with one session."""
    (folder / DATABASE).unlink()
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = sa.create_engine(f"sqlite:///{folder / DATABASE}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        alembic.upgrade(config, "0001")
    engine.dispose()
    execute(
        folder,
        "INSERT INTO sessions (id, spec, revision, fence, playing, made, seen, preview)"
        " VALUES ('old', '{}', 1, 0, 0, 1.0, 2.0, 0)",
    )


def test_an_older_store_is_brought_up_to_date_and_kept(folder: Path, doctor: Doctor) -> None:
    of_an_older_step(folder)
    told = doctor()
    assert (told.code, told.status("store")) == (SOMETHING_LEFT, {"to do"})
    assert "older version (step 0001)" in told.of("store")
    assert doctor(repair=True).status("store") == {"mended"}
    assert ids(folder) == {"old"}
    with closing(sqlite3.connect(attic(folder) / DATABASE)) as kept:
        assert kept.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert kept.execute("SELECT id FROM sessions").fetchall() == [("old",)]
    assert doctor().code == ALL_WELL


def test_an_older_store_that_is_damaged_is_saved_and_brought_up_to_date(
    folder: Path, doctor: Doctor
) -> None:
    of_an_older_step(folder)
    with (folder / DATABASE).open("r+b") as file:
        file.write(b"x" * 100)
    assert doctor(repair=True).status("store") == {"mended"}
    assert ids(folder) == {"old"}
    assert doctor().code == ALL_WELL


def test_a_newer_store_is_not_touched(folder: Path, doctor: Doctor) -> None:
    execute(folder, "UPDATE alembic_version SET version_num = '9999'")
    before = (folder / DATABASE).read_bytes()
    for repair in (False, True):
        told = doctor(repair=repair)
        assert (told.code, told.status("store")) == (SOMETHING_LEFT, {"to do"})
        assert "newer version" in told.of("store")
    assert (folder / DATABASE).read_bytes() == before


@pytest.mark.parametrize(
    "statement",
    [
        "DROP INDEX ix_links_digest",
        "DROP TABLE branch_curves",
        "ALTER TABLE sessions DROP COLUMN until_epoch",
        "DELETE FROM alembic_version",
        "DROP TABLE alembic_version",
        "UPDATE alembic_version SET version_num = 'zzz'",
    ],
)
def test_tables_that_are_not_as_they_were_made(
    folder: Path, doctor: Doctor, statement: str
) -> None:
    execute(folder, statement)
    assert doctor().status("store") == {"to do"}
    told = doctor(repair=True)
    assert (told.code, told.status("store")) == (ALL_WELL, {"mended"})
    assert ids(folder) == ids(GOLDEN)
    assert doctor().code == ALL_WELL


def test_each_row_shows_whose_table_it_is(tmp_path: Path) -> None:
    """Rows are put in by place, and told apart by what their values are."""
    keeper = SqliteKeeper(tmp_path)
    keeper.start()
    keeper.close()
    with closing(sqlite3.connect(tmp_path / DATABASE)) as file:
        for table in METADATA.sorted_tables:
            there = [row[1] for row in file.execute(f"PRAGMA table_info({table.name})")]
            assert there == list(table.columns.keys())
    plain = {"json": "{}", "blob": b"", "bool": 0, "real": 0.5, "integer": 3, "text": "a"}
    for shape in shapes():
        row = [plain[kind] for kind, _ in shape.columns]
        short = [plain[kind] for kind, nullable in shape.columns if not nullable]
        assert [other.table for other in shapes() if other.fits(row)] == [shape.table]
        assert [other.table for other in shapes() if other.fits([*row, None])] == []
        assert len(short) <= len(row)


def test_the_newest_step_is_known() -> None:
    assert known_steps()[-1] == "0001"
    assert known_steps() == sorted(known_steps(), reverse=True)


# --- who uses it ----------------------------------------------------------------------------------


def test_nothing_is_mended_while_a_server_runs(folder: Path, doctor: Doctor) -> None:
    (folder / DATABASE).chmod(0o644)
    lock = FileLock(folder / f"{DATABASE}.lock")
    try:
        told = doctor(repair=True)
    finally:
        lock.release()
    assert (told.code, told.status("lock")) == (SOMETHING_LEFT, {"to do"})
    assert str(os.getpid()) in told.of("lock")
    assert told.status("rights") == {"to do"}
    assert (folder / DATABASE).stat().st_mode & 0o077


def test_there_is_nothing_to_look_at(tmp_path: Path, folder: Path, doctor: Doctor) -> None:
    told = doctor(data_dir=tmp_path / "nowhere")
    assert (told.code, told.status("folder")) == (COULD_NOT_LOOK, {"not seen"})
    assert not (tmp_path / "nowhere").exists()


def test_a_new_directory_is_well(tmp_path: Path, folder: Path, doctor: Doctor) -> None:
    new = tmp_path / "new"
    new.mkdir(mode=0o700)
    assert doctor(data_dir=new).code == ALL_WELL
    assert list(new.iterdir()) == []


def test_a_store_of_another_kind_is_told(folder: Path, doctor: Doctor) -> None:
    told = doctor(database="mysql://nobody@nowhere/nothing")
    assert (told.code, told.status("store")) == (COULD_NOT_LOOK, {"not seen"})
    told = doctor(database="postgresql://nobody@127.0.0.1:1/nothing")
    assert (told.code, told.status("store")) == (COULD_NOT_LOOK, {"not seen"})


def test_the_report_is_json_or_lines(folder: Path, doctor: Doctor) -> None:
    told = doctor()
    assert json.dumps(told.findings)
