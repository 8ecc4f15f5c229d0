"""The contract of a store: rows are put, dropped and found. Only `flush` waits for the disk."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol, TypeVar

from playground.store.kept import KeptSession
from playground.store.rows import Row

R = TypeVar("R", bound=Row)


class StoreProblem(RuntimeError):
    """The store cannot be opened or written; the message says what to do."""


class Store(Protocol):
    """One writer. What was put or dropped is written in order, many rows a transaction."""

    async def start(self) -> None:
        """Open it and bring its tables up to date. Raises `StoreProblem`."""
        ...

    async def stop(self) -> None:
        """Write what waits and close, within a second or not at all: `unsaved` then tells what is lost."""
        ...

    def put(self, *rows: Row) -> None:
        """Insert rows or replace those with their keys, all of one call or none.

        A row that still waits is replaced by a newer one with its key.
        """
        ...

    def drop(self, kind: type[Row], **where: Any) -> None:
        """Delete the rows of a kind whose columns equal these.

        A session's or a classroom's deletion takes with it all that is of it.
        """
        ...

    def drop_from(self, kind: type[Row], column: str, lowest: float, **where: Any) -> None:
        """Delete as `drop`, of those rows whose `column` is at least this."""
        ...

    def drop_below(self, kind: type[Row], column: str, bound: float, **where: Any) -> None:
        """Delete as `drop`, of those rows whose `column` is below this."""
        ...

    async def flush(self) -> None:
        """Wait until all that was put or dropped before is durable.

        Raises `StoreProblem` when it could not be written, or not within some seconds; what waits
        is then tried again by itself.
        """
        ...

    async def check(self) -> None:
        """Wait as `flush` does, and find out whether something could be written. Raises `StoreProblem`."""
        ...

    def unsaved(self) -> set[str]:
        """Give the ids of the sessions of which something waits to be written."""
        ...

    async def find(self, kind: type[R], **where: Any) -> list[R]:
        """Return the rows whose columns equal these, in the order of their key; sees what has been put.

        Raises `StoreProblem`.
        """
        ...

    async def count(self, kind: type[Row], **where: Any) -> int:
        """Count the rows whose columns equal these."""
        ...

    async def sessions_with_uploads(self) -> list[tuple[str, str]]:
        """Give the id of each session whose spec has an uploaded file, and the file's id.

        Raises `StoreProblem`.
        """
        ...

    async def sessions_that_name(self, upload: str) -> list[str]:
        """Give the ids of the sessions in whose spec an uploaded file is named.

        No spec is read for it, however large and many they are. Raises `StoreProblem`.
        """
        ...

    async def named_by_edits(self, uploads: Collection[str]) -> set[str]:
        """Return those of these uploads that an edit names, or the way from it to the one before.

        Every edit is looked at: ask for many at a time, and seldom. Raises `StoreProblem`.
        """
        ...

    async def kept(self, ids: Collection[str] | None = None) -> list[KeptSession]:
        """Count what these sessions take, or all: a session with all that is of it."""
        ...

    @property
    def behind_s(self) -> float:
        """Seconds that the oldest row has waited to be written; 0 when none waits."""
        ...
