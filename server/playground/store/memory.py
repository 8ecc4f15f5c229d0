"""A store that lasts as long as the process: for a trial, or where nothing may be written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from playground.store.rows import PARTS, Row, SessionRow

R = TypeVar("R", bound=Row)

Key = tuple[Any, ...]


class MemoryStore:
    def __init__(self) -> None:
        self._tables: dict[type[Any], dict[Key, Row]] = {}

    async def start(self) -> None:
        pass

    async def stop(self) -> None:
        pass

    def put(self, *rows: Row) -> None:
        for row in rows:
            kind = type(row)
            key = tuple(getattr(row, name) for name in kind.key)
            self._tables.setdefault(kind, {})[key] = row

    def drop(self, kind: type[Row], **where: Any) -> None:
        self._drop(kind, lambda row: _matches(row, where))

    def drop_from(self, kind: type[Row], column: str, lowest: float, **where: Any) -> None:
        self._drop(kind, lambda row: getattr(row, column) >= lowest and _matches(row, where))

    def drop_below(self, kind: type[Row], column: str, bound: float, **where: Any) -> None:
        self._drop(kind, lambda row: getattr(row, column) < bound and _matches(row, where))

    async def flush(self) -> None:
        pass

    async def find(self, kind: type[R], **where: Any) -> list[R]:
        return self._found(kind, where)

    async def count(self, kind: type[Row], **where: Any) -> int:
        return len(self._found(kind, where))

    async def sessions_with_uploads(self) -> list[tuple[str, str]]:
        rows = self._found(SessionRow, {})
        return [(row.id, file) for row in rows if (file := row.upload) is not None]

    @property
    def behind_s(self) -> float:
        return 0.0

    def _found(self, kind: type[R], where: dict[str, Any]) -> list[R]:
        table: dict[Key, Any] = self._tables.get(kind, {})
        return [table[key] for key in sorted(table) if _matches(table[key], where)]

    def _drop(self, kind: type[Row], chosen: Callable[[Row], bool]) -> None:
        table = self._tables.get(kind, {})
        for key in [key for key, row in table.items() if chosen(row)]:
            del table[key]
            for part, column in PARTS.get(kind, ()):
                self.drop(part, **{column: key[0]})


def _matches(row: Row, where: dict[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in where.items())
