"""A server that has thousands of parked sessions is ready as soon as one that has none."""

from __future__ import annotations

import asyncio
import dataclasses
import time
from pathlib import Path

import pytest

from playground.session.links import digest
from playground.spec.presets import PRESETS
from playground.store.rows import CheckpointRow, CurvesRow, EditRow, LinkRow, SessionRow
from playground.store.sql import SqlStore
from support.serving import serve

LATER_S = 1.0
BATCH = 500
SPEC = next(iter(PRESETS.values())).model_dump(mode="json")


async def fill(folder: Path, sessions: int) -> None:
    """Put so many into a store, each as a pupil leaves it after a lesson."""
    store = SqlStore(f"sqlite:///{folder / 'playground.db'}")
    await store.start()
    now = time.time()
    first = SessionRow("0", SPEC, 3, 1, False, 1500.0, now, now)
    for number in range(sessions):
        id = f"{number:016x}"
        store.put(dataclasses.replace(first, id=id, owner=f"owner-{number % 500}"))
        store.put(*(EditRow(id, revision, SPEC, "", now) for revision in range(1, 4)))
        store.put(CheckpointRow(id, 100, 3, bytes(20_000)), CurvesRow(id, 0, bytes(4_000)))
        for right in ("view", "edit"):
            token = digest(f"{right} {id}")
            store.put(LinkRow(f"{right} {id}", id, token, right, "", now))
        if number % BATCH == 0:
            await store.flush()
    await store.stop()


def ready_within_s(folder: Path) -> float:
    """Start a server, and return how long it took until it was ready."""
    began = time.monotonic()
    with serve("--device", "cpu", "--data-dir", str(folder)):
        return time.monotonic() - began


@pytest.mark.slow
@pytest.mark.parametrize("sessions", [1_000, 10_000])
def test_parked_sessions_keep_no_start_waiting(tmp_path: Path, sessions: int) -> None:
    # Opening a store makes its folder.
    asyncio.run(fill(tmp_path / "full", sessions))
    asyncio.run(fill(tmp_path / "empty", 0))
    # In turns, and the quickest of each: other programs of the machine count for neither.
    taken = {
        name: min(ready_within_s(tmp_path / name) for _ in range(2)) for name in ("empty", "full")
    }
    assert taken["full"] - taken["empty"] < LATER_S, taken
