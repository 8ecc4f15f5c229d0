"""An SQLite file shrinks when what is in it is deleted, also one that an earlier version made."""

from __future__ import annotations

import dataclasses
import sqlite3
import time
from pathlib import Path

import pytest

from playground.store.rows import SessionRow, StateRow
from support.stores import SESSION, SqliteKeeper
from support.web import until

MB = 10**6
SESSIONS = 40


def size(keeper: SqliteKeeper) -> int:
    return sum(file.stat().st_size for file in keeper.file.parent.glob("playground.db*"))


def as_of_the_first_release(keeper: SqliteKeeper) -> None:
    """Make the file one that keeps its pages."""
    keeper.stop()
    with sqlite3.connect(keeper.file, isolation_level=None) as file:
        file.execute("PRAGMA auto_vacuum = NONE")
        file.execute("VACUUM")
        assert file.execute("PRAGMA auto_vacuum").fetchone() == (0,)
    file.close()
    keeper.start()


@pytest.mark.parametrize("old", [False, True])
def test_the_file_shrinks_when_sessions_are_deleted(tmp_path: Path, old: bool) -> None:
    keeper = SqliteKeeper(tmp_path)
    keeper.start()
    if old:
        as_of_the_first_release(keeper)
    for number in range(SESSIONS):
        keeper.store.put(dataclasses.replace(SESSION, id=f"s{number}", seen=float(number)))
        keeper.store.put(StateRow(f"s{number}", 1, bytes(MB)))
    keeper.flush()
    assert size(keeper) > SESSIONS * MB
    keeper.store.drop_below(SessionRow, "seen", SESSIONS - 2.0)
    keeper.flush()
    until(lambda: size(keeper) < 5 * MB)
    assert [row.id for row in keeper.find(SessionRow)] == [f"s{SESSIONS - 2}", f"s{SESSIONS - 1}"]
    with sqlite3.connect(keeper.file) as file:
        assert file.execute("PRAGMA auto_vacuum").fetchone() == (2,)
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    file.close()
    keeper.close()


def test_a_write_waits_little_while_space_is_given_back(tmp_path: Path) -> None:
    keeper = SqliteKeeper(tmp_path)
    keeper.start()
    for number in range(SESSIONS):
        keeper.store.put(dataclasses.replace(SESSION, id=f"s{number}", seen=float(number)))
        keeper.store.put(StateRow(f"s{number}", 1, bytes(2 * MB)))
    keeper.flush()
    keeper.store.drop_below(SessionRow, "seen", SESSIONS - 1.0)
    keeper.flush()
    began = time.monotonic()
    keeper.store.put(dataclasses.replace(SESSION, id="new"))
    keeper.flush()
    assert time.monotonic() - began < 2.0
    assert {row.id for row in keeper.find(SessionRow)} == {f"s{SESSIONS - 1}", "new"}
    keeper.close()
