"""The one thread that writes: all that waits goes in one transaction."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future

import sqlalchemy as sa
import structlog

from playground.store import schema
from playground.store.contract import StoreProblem
from playground.store.database import Database
from playground.store.pending import Pending
from playground.store.statements import write

FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 5.0
PATIENCE_S = 3.0
"""How long anybody waits for what they asked to be durable: a disk that hangs answers nobody."""
BROKEN_PATIENCE_S = 1.0
"""The same where the last try has failed."""
LAST_WRITE_WITHIN_S = 0.8

log = structlog.get_logger()


class Writer:
    """The writer thread and its queue; threads may share it. A batch that fails is tried again."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._pending = Pending()
        self._since: float | None = None
        """The arrival time of the oldest change that waits."""
        self._writing_since: float | None = None
        """The arrival time of the oldest change that is being written now."""
        self._writing = Pending()
        self._touch = False
        self._broken = False
        """Whether the last try has failed."""
        self._waiting: list[Future[None]] = []
        self._thread: threading.Thread | None = None
        self._stopping = False

    def ask(self, change: Callable[[Pending], None]) -> None:
        with self._news:
            change(self._pending)
            if self._since is None and len(self._pending):
                self._since = time.monotonic()
            self._news.notify()

    @property
    def behind_s(self) -> float:
        with self._news:
            since = self._writing_since or self._since
            return time.monotonic() - since if since else 0.0

    @property
    def patience_s(self) -> float:
        return BROKEN_PATIENCE_S if self._broken else PATIENCE_S

    def reached(self, *, touch: bool = False) -> Future[None]:
        """Return a future that is done when all earlier changes are durable, or fails with `StoreProblem`.

        With `touch` it is found out whether something could be written, also where nothing waits.
        """
        future: Future[None] = Future()
        with self._news:
            self._touch = self._touch or touch
            if self._thread is None:
                future.set_exception(StoreProblem("The store is not open."))
            elif self._since is None and self._writing_since is None and not touch:
                future.set_result(None)
            else:
                self._waiting.append(future)
                self._news.notify()
        return future

    def start(self, database: Database) -> None:
        """Blocks until the tables are up to date. Raises `StoreProblem`."""
        opened: Future[None] = Future()
        self._stopping = False
        # A server that falls without stopping this is not held up: transactions are whole or not.
        thread = threading.Thread(
            target=self._run, args=(database, opened), name="store", daemon=True
        )
        thread.start()
        opened.result()
        self._thread = thread

    def stop(self) -> bool:
        """Blocks until what waits has been tried once more; tell whether that has ended in time."""
        with self._news:
            thread, self._thread = self._thread, None
            self._stopping = True
            self._news.notify()
        if thread:
            thread.join(LAST_WRITE_WITHIN_S)
        return thread is None or not thread.is_alive()

    def unsaved(self) -> set[str]:
        """Give the ids of the sessions of which something is not written."""
        with self._news:
            return self._pending.sessions() | self._writing.sessions()

    def _run(self, database: Database, opened: Future[None]) -> None:
        session = _Session(database)
        try:
            session.open()
        except Exception as problem:
            opened.set_exception(session.explain(problem))
            return
        opened.set_result(None)
        pause, has_space = 0.0, False
        while self._more(pause):
            batch, touch, waiting = self._take()
            try:
                session.write(batch, touch=touch)
            except Exception as problem:
                pause = min(max(FIRST_PAUSE_S, pause * 2), LONGEST_PAUSE_S)
                explained = session.explain(problem)
                log.error("store_not_written", reason=str(explained), steps=len(batch))
                session.close()
                self._give_back(batch)
                _tell(waiting, explained)
            else:
                pause = 0.0
                self._written()
                _tell(waiting, None)
                has_space = has_space or batch.deletes_sessions
                has_space = has_space and self._give_back_space(session)
        session.close()
        _tell(self._waiting, StoreProblem("The store is closed."))

    def _give_back_space(self, session: _Session) -> bool:
        """Give space back to the disk while nothing waits to be written; tell whether more is left."""
        try:
            while session.give_back():
                with self._news:
                    if len(self._pending) or self._waiting or self._stopping:
                        return True
        except Exception as problem:
            # It is only space, and is tried again with the next deletion.
            log.warning("store_not_shrunk", reason=str(session.explain(problem)))
        return False

    def _more(self, pause: float) -> bool:
        """Wait for something to do, at least for the pause; return false when all is over."""
        with self._news:
            if pause and self._stopping:
                return False
            self._news.wait_for(lambda: self._stopping, min(pause, FIRST_PAUSE_S))
            # Whoever asks now is not told of a try of some seconds ago.
            rest = max(0.0, pause - FIRST_PAUSE_S)
            self._news.wait_for(lambda: self._stopping or self._waiting, rest)
            self._news.wait_for(lambda: self._stopping or len(self._pending) or self._waiting)
            return bool(len(self._pending) or self._waiting)

    def _take(self) -> tuple[Pending, bool, list[Future[None]]]:
        with self._news:
            batch, self._pending = self._pending, Pending()
            waiting, self._waiting = self._waiting, []
            touch, self._touch = self._touch, False
            self._writing_since, self._since = self._since, None
            self._writing = batch
            return batch, touch, waiting

    def _give_back(self, batch: Pending) -> None:
        with self._news:
            batch.then(self._pending)
            self._pending, self._writing, self._broken = batch, Pending(), True
            self._since, self._writing_since = self._writing_since or self._since, None

    def _written(self) -> None:
        with self._news:
            self._writing, self._writing_since, self._broken = Pending(), None, False


class _Session:
    """The writer's connection, made anew when it is lost."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: sa.Connection | None = None

    def open(self) -> None:
        connection = self._connection = self._database.connect()
        try:
            with connection.begin():
                schema.upgrade(connection)
        except BaseException:
            self.close()
            raise

    def write(self, batch: Pending, *, touch: bool = False) -> None:
        if self._connection is not None:
            try:
                write(self._database, self._connection, batch, touch=touch)
                return
            except sa.exc.DBAPIError as problem:
                if not problem.connection_invalidated:
                    raise
            # The database has been started anew since it was last written.
            self.close()
        self._connection = self._database.connect()
        write(self._database, self._connection, batch, touch=touch)

    def give_back(self) -> bool:
        return self._connection is not None and self._database.give_back(self._connection)

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except Exception as problem:
                log.warning("store_not_closed", reason=type(problem).__name__)

    def explain(self, problem: Exception) -> StoreProblem:
        """Return the problem as one of the store, with its cause."""
        if isinstance(problem, StoreProblem):
            return problem
        cause = str(getattr(problem, "orig", None) or problem).strip()
        advice = self._database.advice(cause)
        explained = StoreProblem(
            f"The store {self._database.name} cannot be used: {cause}{advice and '.'}{advice}"
        )
        explained.__cause__ = problem
        return explained


def _tell(waiting: list[Future[None]], problem: StoreProblem | None) -> None:
    for future in waiting:
        if not future.set_running_or_notify_cancel():
            continue
        if problem:
            future.set_exception(problem)
        else:
            future.set_result(None)
