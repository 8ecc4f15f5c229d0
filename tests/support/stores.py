"""Stores under test, each in an event loop that the test drives, and rows to put into them."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import psycopg

from playground.store.rows import ROWS as KINDS
from playground.store.rows import (
    BranchRow,
    CheckpointRow,
    ClassroomRow,
    CurvesRow,
    EditRow,
    LinkRow,
    PupilRow,
    Row,
    SessionRow,
    StateRow,
)
from playground.store.sql import SqlStore
from support.postgres import Cluster

WITHIN_S = 60.0
"""A deadline for a busy machine, not what is expected."""
T = TypeVar("T")

SESSION = SessionRow("s1", {"network": {"layers": []}}, 3, 7, True, 2.5, 100.0, 200.5)
CLASSROOM = ClassroomRow("c1", "ABCDEF", "s1", b"\x02" * 32, 100.0, 300.0)
ROWS: tuple[Row, ...] = (
    SESSION,
    SessionRow("s2", {}, 0, 0, False, None, 1.0, 2.0, "o", "s1", "c1", networks="a b"),
    EditRow("s1", 3, {"title": "신경망 \U0001f9e0"}, "", 150.0),
    EditRow("s1", 4, {"title": ""}, "", 151.0, "3f" * 16),
    BranchRow("s1", "b1", "start", 100.0),
    BranchRow("s1", "b2", "undo", 101.5, "b1", 12_345_678_901, 3),
    CheckpointRow("s1", 3, 12_345_678_901, "b2", "edit", 7, 256, 0.5),
    StateRow("s1", 7, bytes(range(256))),
    CurvesRow("s1", 0, b"", "b1"),
    CurvesRow("s1", 0, b"more", "b2"),
    LinkRow("l1", "s1", b"\x00" * 32, "view", "to look at", 100.0),
    LinkRow("l2", "s1", b"\x01" * 32, "edit", "", 100.0, until=1e10, revoked=101.0),
    CLASSROOM,
    PupilRow("p1", "c1", "s2", "나래", 110.0, state={"hand": True, "results": [1, None, 0.1]}),
)


class Keeper:
    """A store's place, and the stores that use it one after the other."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.loop = asyncio.new_event_loop()
        self.store = SqlStore(url)

    def wait_for(self, awaitable: Awaitable[T]) -> T:
        return self.loop.run_until_complete(asyncio.wait_for(awaitable, WITHIN_S))

    def start(self) -> SqlStore:
        self.wait_for(self.store.start())
        return self.store

    def stop(self) -> None:
        self.wait_for(self.store.stop())

    def again(self) -> SqlStore:
        """A new one, as after a restart of the server."""
        self.stop()
        self.store = SqlStore(self.url)
        return self.start()

    def flush(self) -> None:
        self.wait_for(self.store.flush())

    def find(self, kind: type[Any], **where: Any) -> list[Any]:
        return self.wait_for(self.store.find(kind, **where))

    def close(self) -> None:
        self.stop()
        self.loop.close()

    @contextmanager
    def held_up(self) -> Iterator[None]:
        """Somebody else's transaction keeps all writing waiting."""
        raise NotImplementedError

    @contextmanager
    def broken(self) -> Iterator[None]:
        """Nothing can be written."""
        raise NotImplementedError


class SqliteKeeper(Keeper):
    def __init__(self, folder: Path) -> None:
        self.file = folder / "playground.db"
        super().__init__(f"sqlite:///{self.file}")

    @contextmanager
    def held_up(self) -> Iterator[None]:
        other = sqlite3.connect(self.file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.close()

    @contextmanager
    def broken(self) -> Iterator[None]:
        """No file of this process may grow beyond what the store's files have already."""
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        wal = self.file.with_name(self.file.name + "-wal")
        resource.setrlimit(resource.RLIMIT_FSIZE, (wal.stat().st_size + 100_000, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class PostgresKeeper(Keeper):
    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        super().__init__(cluster.new_database())

    @contextmanager
    def held_up(self) -> Iterator[None]:
        with psycopg.connect(self.url) as other:
            tables = ", ".join(kind.table for kind in KINDS)
            other.execute(f"LOCK TABLE {tables} IN SHARE MODE".encode())
            yield
            other.rollback()

    @contextmanager
    def broken(self) -> Iterator[None]:
        self.cluster.stop()
        try:
            yield
        finally:
            self.cluster.start()


def script(url: str, body: str) -> subprocess.Popen[str]:
    """A process that runs this with an open `store`; it may print, and read until it is ended."""
    lines = [
        "import asyncio, os, signal, sys",
        "from playground.store.rows import *",
        "from playground.store.sql import SqlStore",
        "async def main():",
        "    store = SqlStore(sys.argv[1])",
        "    await store.start()",
        *("    " + line for line in body.splitlines()),
        "asyncio.run(main())",
    ]
    return subprocess.Popen(
        [sys.executable, "-c", "\n".join(lines), url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
