"""The store in an SQL database: one thread writes, a few read."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import sqlalchemy as sa

from playground.store.contract import StoreProblem
from playground.store.database import READERS, Database, database_of, refuses_value
from playground.store.kept import KeptSession
from playground.store.kept_query import kept_of, query
from playground.store.pending import Drop, Pending
from playground.store.rows import Row, upload_of
from playground.store.statements import conditions_of, edits_with_uploads, naming, with_uploads
from playground.store.tables import TABLES, comparable, key_of, row_of
from playground.store.writer import Writer

R = TypeVar("R", bound=Row)
T = TypeVar("T")


class SqlStore:
    """A `Store` in SQLite (`sqlite:////folder/playground.db`) or PostgreSQL (`postgresql://`).

    Only one process may have it open. Put rows are not copied: nobody may change their JSON. A row
    that no database could hold, or whose session or classroom is gone, is set aside with a line in
    the log. What is put while the store is closed waits until it is opened.

    What is put and dropped without an `await` in between is written in one transaction.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._writer = Writer()
        self._asked = Pending()
        """Changes of the current event loop turn, handed over as one so that they share a transaction."""
        self._database: Database | None = None
        self._pool: ThreadPoolExecutor | None = None

    async def start(self) -> None:
        database = database_of(self._url)
        try:
            await asyncio.to_thread(self._writer.start, database)
        except BaseException:
            database.close()
            raise
        self._database = database
        self._pool = ThreadPoolExecutor(READERS, thread_name_prefix="store-reader")

    async def stop(self) -> None:
        self._hand_over()
        ended = await asyncio.to_thread(self._writer.stop)
        pool, self._pool = self._pool, None
        database, self._database = self._database, None
        if pool:
            # What is being read may hang as well, and nobody waits for it any more.
            pool.shutdown(wait=False, cancel_futures=True)
        # While something may still be written, the lock stays this process's, to its end.
        if database and ended:
            database.close()

    def put(self, *rows: Row) -> None:
        def put(pending: Pending) -> None:
            for row in rows:
                pending.put(row)

        self._ask(put)

    def drop(self, kind: type[Row], **where: Any) -> None:
        self._drop(Drop.of(kind, where))

    def drop_from(self, kind: type[Row], column: str, lowest: float, **where: Any) -> None:
        self._drop(Drop.of(kind, where, (column, "from", lowest)))

    def drop_below(self, kind: type[Row], column: str, bound: float, **where: Any) -> None:
        self._drop(Drop.of(kind, where, (column, "below", bound)))

    async def flush(self) -> None:
        await self._reach()

    async def check(self) -> None:
        await self._reach(touch=True)

    def unsaved(self) -> set[str]:
        return self._writer.unsaved() | self._asked.sessions()

    async def find(self, kind: type[R], **where: Any) -> list[R]:
        comparable(kind, *where)
        question = sa.select(*TABLES[kind].columns).where(*conditions_of(kind, where.items()))

        def read(connection: sa.Connection) -> list[R]:
            rows = [row_of(kind, values) for values in connection.execute(question)]
            # Not by the database, which may order text by a language's rules.
            return sorted(rows, key=key_of)

        return await self._read(read, [])

    async def count(self, kind: type[Row], **where: Any) -> int:
        comparable(kind, *where)
        table = sa.select(sa.func.count()).select_from(TABLES[kind])
        question = table.where(*conditions_of(kind, where.items()))
        return await self._read(lambda connection: connection.execute(question).scalar_one(), 0)

    async def sessions_with_uploads(self) -> list[tuple[str, str]]:
        question = with_uploads()

        def read(connection: sa.Connection) -> list[tuple[str, str]]:
            rows = connection.execute(question).yield_per(100)
            return [(id, file) for id, spec in rows if (file := upload_of(spec)) is not None]

        return await self._read(read, [])

    async def sessions_that_name(self, upload: str) -> list[str]:
        question = naming(upload)
        return await self._read(
            lambda connection: [id for (id,) in connection.execute(question)], []
        )

    async def named_by_edits(self, uploads: Collection[str]) -> set[str]:
        question = edits_with_uploads()

        def read(connection: sa.Connection) -> set[str]:
            found: set[str] = set()
            for (text,) in connection.execute(question).yield_per(100):
                found.update(id for id in uploads if id in text)
            return found

        return await self._read(read, set())

    async def kept(self, ids: Collection[str] | None = None) -> list[KeptSession]:
        if self._database is None:
            raise StoreProblem("The store is not open.")
        question = query(self._database, time.time(), ids)

        def read(connection: sa.Connection) -> list[KeptSession]:
            return [kept_of(values) for values in connection.execute(question)]

        return await self._read(read, [])

    @property
    def behind_s(self) -> float:
        return self._writer.behind_s

    async def _reach(self, *, touch: bool = False) -> None:
        self._hand_over()
        patience = self._writer.patience_s
        try:
            async with asyncio.timeout(patience):
                await asyncio.wrap_future(self._writer.reached(touch=touch))
        except TimeoutError:
            raise StoreProblem(
                f"The store has not written for {patience:g} s: its disk or its server hangs."
            ) from None

    def _drop(self, drop: Drop) -> None:
        self._ask(lambda pending: pending.drop(drop))

    def _ask(self, change: Callable[[Pending], None]) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._writer.ask(change)
            return
        if not len(self._asked):
            loop.call_soon(self._hand_over)
        change(self._asked)

    def _hand_over(self) -> None:
        asked, self._asked = self._asked, Pending()
        if len(asked):
            self._writer.ask(lambda pending: pending.then(asked))

    async def _read(self, read: Callable[[sa.Connection], T], nothing: T) -> T:
        """Run a query; return `nothing` where it asks for a value that no row can hold."""
        await self.flush()
        if self._database is None or self._pool is None:
            raise StoreProblem("The store is not open.")
        database = self._database

        def ask() -> T:
            with database.readers.connect() as connection:
                return read(connection)

        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, ask)
        except Exception as problem:
            if refuses_value(problem):
                return nothing
            cause = getattr(problem, "orig", None) or problem
            raise StoreProblem(f"The store {database.name} cannot be read: {cause}") from problem
