"""What every store says that a session takes, the store in memory included."""

from __future__ import annotations

import asyncio
import dataclasses
import time
from typing import Any

import pytest

from playground.store.kept import KeptSession
from playground.store.memory import MemoryStore
from playground.store.rows import CurvesRow, EditRow, LinkRow, SessionRow, StateRow
from support.stores import ROWS, SESSION, Keeper, PostgresKeeper, SqliteKeeper

NOW = time.time()


def link(session: str, number: int, **values: Any) -> LinkRow:
    plain = LinkRow(f"{session}-{number}", session, bytes(32), "view", "", NOW)
    return dataclasses.replace(plain, **values)


def of(id: str, **values: Any) -> SessionRow:
    return dataclasses.replace(SESSION, id=id, **values)


EVERYTHING = (
    *ROWS,
    of("large", owner="o"),
    StateRow("large", 1, bytes(3_000_000)),
    *(CurvesRow("large", number, bytes(1000)) for number in range(7)),
    *(EditRow("large", revision, {"name": "신경망" * 100}, "나래", 1.0) for revision in range(5)),
    *(link("large", number) for number in range(2)),
    of("public", preview=True),
    of("of a class", classroom="c1"),
    of("with a third link"),
    *(link("with a third link", number) for number in range(3)),
    of("with a link that has a name"),
    link("with a link that has a name", 0, label="kept"),
    of("with links that work no more"),
    *(link("with links that work no more", number) for number in range(2)),
    link("with links that work no more", 2, label="x", revoked=2.0),
    link("with links that work no more", 3, label="y", until=3.0),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def keeper(request: pytest.FixtureRequest, tmp_path):
    if request.param == "sqlite":
        made: Keeper = SqliteKeeper(tmp_path)
    else:
        made = PostgresKeeper(request.getfixturevalue("postgres"))
    made.start()
    yield made
    made.close()


def counted(rows: list[KeptSession]) -> dict[str, KeptSession]:
    return {row.id: row for row in rows}


def test_all_stores_count_alike(keeper: Keeper) -> None:
    memory = MemoryStore()
    for store in (keeper.store, memory):
        store.put(*EVERYTHING)
    found = counted(keeper.wait_for(keeper.store.kept()))
    assert found == counted(asyncio.run(memory.kept()))
    assert (found["s1"].networks, found["s2"].networks) == ((), ("a", "b"))
    assert 3_010_000 < found["large"].bytes < 3_030_000
    shared = {id for id, row in found.items() if row.shared}
    # s1 has a link with a name, s2 is of a class.
    assert shared == {
        "s2",
        "public",
        "of a class",
        "with a third link",
        "with a link that has a name",
        "s1",
    }


def test_only_what_was_asked_about_is_counted(keeper: Keeper) -> None:
    keeper.store.put(*EVERYTHING)
    found = keeper.wait_for(keeper.store.kept(["large", "gone"]))
    assert [(row.id, row.owner) for row in found] == [("large", "o")]
    assert keeper.wait_for(keeper.store.kept([])) == []
