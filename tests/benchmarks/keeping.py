"""How long what a user did waits until it is durable in SQLite, alone and beside a class."""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from pathlib import Path

from playground.store.rows import EditRow, SessionRow, StateRow
from playground.store.sql import SqlStore

CLASS = 60
SNAPSHOT_BYTES = 20_000
SECONDS = 10


async def edits(store: SqlStore, count: int, pause_s: float) -> list[float]:
    """Milliseconds from putting an edit with its session until both are kept."""
    times: list[float] = []
    for number in range(count):
        begun = time.perf_counter()
        store.put(_session("mine", number), EditRow("mine", number, {"n": number}, "", 0.0))
        await store.flush()
        times.append((time.perf_counter() - begun) * 1000)
        await asyncio.sleep(pause_s)
    return sorted(times)


async def save_each_second(store: SqlStore, name: str, offset_s: float) -> None:
    await asyncio.sleep(offset_s)
    for step in range(SECONDS):
        store.put(_session(name, step), StateRow(name, 1, os.urandom(SNAPSHOT_BYTES)))
        await asyncio.sleep(1)


async def both(folder: Path) -> list[str]:
    store = SqlStore(f"sqlite:///{folder / 'playground.db'}")
    await store.start()
    alone = await edits(store, 1000, 0.001)
    savers = [save_each_second(store, f"s{at}", at / CLASS) for at in range(CLASS)]
    beside, *_ = await asyncio.gather(edits(store, SECONDS * 50, 0.02), *savers)
    await store.stop()
    return [
        f"{what}: median {statistics.median(times):.1f} ms, p99 {times[int(len(times) * 0.99)]:.1f} ms"
        for what, times in (
            ("an edit until it is kept in SQLite", alone),
            (f"the same while {CLASS} sessions each save 20 kB a second", beside),
        )
    ]


def measure() -> list[str]:
    with tempfile.TemporaryDirectory(prefix="playground-bench-") as folder:
        return asyncio.run(both(Path(folder)))


def _session(name: str, number: int) -> SessionRow:
    return SessionRow(name, {"n": number}, number, 0, True, None, 0.0, 0.0)
