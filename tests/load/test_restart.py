"""A server that has thousands of parked sessions is ready as soon as one that has none."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import msgspec
import pytest

from fakes import FakeEngine
from playground.api import background
from playground.api.app import app_of, make_services
from playground.api.services import Services
from playground.api.settings import Settings
from playground.data import storage
from playground.session.links import digest
from playground.spec.presets import PRESETS
from playground.store.sql import SqlStore
from playground.wire.rights import Right
from support.loop import longest_turn
from support.serving import serve
from support.uploading import csv_of, spec_of, uploaded
from support.web import inner

PARKED = 10_000
LATER_S = 1.0
"""What was promised, of a whole server."""
LATER_IN_WEB_S = 0.1
"""Of the web process alone, in time of the processor; neither grows with what is parked."""
LONGEST_TURN_S = 0.05
STARTS = 3
UPLOADED = 100
"""Sessions with a table of their own."""
TABLE = csv_of({"age": list(range(60)), "answer": ["no", "yes"] * 30})


async def make_tables(path: Path) -> None:
    store = SqlStore(f"sqlite:///{path}")
    await store.start()
    await store.stop()


def fill(folder: Path, sessions: int) -> None:
    """Put so many into a store, each as a pupil leaves it after a lesson, by SQLite's own means."""
    path = folder / "playground.db"
    asyncio.run(make_tables(path))
    spec = next(iter(PRESETS.values())).model_dump(mode="json")
    text, now = json.dumps(spec, separators=(",", ":")), time.time()
    database = sqlite3.connect(path)
    database.create_function("digest", 1, digest)
    database.execute(
        "CREATE TEMP TABLE made AS WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1"
        " FROM numbers LIMIT ?) SELECT n, printf('%016x', n) AS id FROM numbers LIMIT ?",
        (max(1, sessions), sessions),
    )
    database.execute(
        "INSERT INTO sessions (id, spec, revision, fence, playing, pace, made, seen, owner, preview)"
        " SELECT id, ?, 3, 1, 0, 1500.0, ?, ?, 'owner-' || (n % 500), 0 FROM made",
        (text, now, now),
    )
    database.execute(
        "INSERT INTO edits (session, revision, spec, author, time)"
        " SELECT id, column1, ?, '', ? FROM made, (VALUES (1), (2), (3))",
        (text, now),
    )
    database.execute(
        "INSERT INTO states (session, number, data) SELECT id, 1, randomblob(20000) FROM made"
    )
    database.execute(
        "INSERT INTO checkpoints (session, revision, step, branch, why, state, bytes, largest)"
        " SELECT id, 3, 100, 'b1', 'train', 1, 20000, 1.0 FROM made"
    )
    points = [number / 7 for number in range(150)]
    curves = msgspec.msgpack.encode(dict.fromkeys(("step", "loss", "test_loss"), points))
    database.execute(
        "INSERT INTO branch_curves (session, branch, number, columns)"
        " SELECT id, 'b1', 0, ? FROM made",
        (curves,),
    )
    for right in ("view", "edit"):
        database.execute(
            "INSERT INTO links (id, session, digest, right, label, made)"
            " SELECT ?1 || ' ' || id, id, digest(?1 || ' ' || id), ?1, '', ?2 FROM made",
            (right, now),
        )
    database.commit()
    database.close()


def upload(folder: Path, sessions: int) -> None:
    """Give so many of the sessions a table of their own, and leave as many that nobody uses."""
    database = sqlite3.connect(folder / "playground.db")
    for number in range(1, sessions + 1):
        id = f"{number:016x}"
        ((text,),) = database.execute("SELECT spec FROM sessions WHERE id = ?", (id,))
        data = spec_of(uploaded(TABLE)).model_dump(mode="json")
        spec = json.dumps(json.loads(text) | {"data": data}, separators=(",", ":"))
        database.execute("UPDATE sessions SET spec = ? WHERE id = ?", (spec, id))
        uploaded(TABLE)
    database.commit()
    database.close()


@dataclass
class Start:
    """What a start took, of the processor and in all."""

    web_s: float
    all_s: float


def start(folder: Path) -> Start:
    """Start a server, and tell what it took until it was ready."""
    began = time.monotonic()
    with serve("--device", "cpu", "--data-dir", str(folder)) as server:
        waited = time.monotonic() - began
        fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
        ticks = int(fields[11]) + int(fields[12])
    return Start(ticks / 100, waited)


@pytest.mark.slow
def test_a_server_with_ten_thousand_parked_sessions_is_ready_as_soon(tmp_path: Path) -> None:
    for name, sessions in (("empty", 0), ("full", PARKED)):
        (tmp_path / name).mkdir()
        fill(tmp_path / name, sessions)
    # In turns, so that other programs of the machine count for both.
    starts: dict[str, list[Start]] = {"empty": [], "full": []}
    for _ in range(STARTS):
        for name, taken in starts.items():
            taken.append(start(tmp_path / name))
    full, empty = starts["full"], starts["empty"]
    assert median(_.web_s for _ in full) - median(_.web_s for _ in empty) < LATER_IN_WEB_S, starts
    assert median(_.all_s for _ in full) - median(_.all_s for _ in empty) < LATER_S, starts


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        # What it waits for is told by no event.
        while not what():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def ready_s(
    settings: Settings, after: Callable[[Services], Awaitable[None]] | None = None
) -> float:
    """Start a web process in this one, and return the time of the processor until it was ready."""
    services = make_services(settings, FakeEngine())
    began = time.process_time()
    async with background.lifespan(inner(app_of(services))):
        await until(lambda: services.registry.ready)
        taken = time.process_time() - began
        if after is not None:
            await after(services)
    return taken


def test_neither_a_start_nor_what_comes_first_after_it_grows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "TIDY_EVERY_S", 0.05)
    settings = {}
    for name, count in (("empty", 0), ("full", PARKED)):
        folder = tmp_path / name
        folder.mkdir()
        monkeypatch.setenv(storage.FOLDER, str(folder))
        fill(folder, count)
        settings[name] = Settings()
    upload(tmp_path / "full", UPLOADED)
    id = f"{PARKED:016x}"

    async def come_back(services: Services) -> None:
        """Let all that is looked at from time to time be looked at, and wake a session."""
        with longest_turn() as longest:
            ledger, kept = services.uploads.ledger, services.registry.kept
            await until(lambda: len(kept.ids) == PARKED and len(ledger.ids()) == 2 * UPLOADED)
            grant = await services.registry.authorize(id, f"edit {id}", Right.EDIT)
            assert grant.session.revision == 3
            await asyncio.sleep(0.5)
        assert longest.seconds < LONGEST_TURN_S, longest

    taken: dict[str, list[float]] = {"empty": [], "full": []}
    for _ in range(STARTS):
        for name, times in taken.items():
            monkeypatch.setenv(storage.FOLDER, str(tmp_path / name))
            times.append(asyncio.run(ready_s(settings[name])))
    assert median(taken["full"]) - median(taken["empty"]) < LATER_IN_WEB_S, taken
    asyncio.run(ready_s(settings["full"], come_back))
