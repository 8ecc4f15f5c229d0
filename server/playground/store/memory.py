"""A store that lasts as long as the process: for a trial, or where nothing may be written."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection
from dataclasses import fields
from typing import Any, TypeVar

from playground.store.kept import MADE_WITH_IT, ROW_BYTES, KeptSession
from playground.store.rows import PARTS, EditRow, LinkRow, Row, SessionRow, keys_of

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

    async def check(self) -> None:
        pass

    def unsaved(self) -> set[str]:
        return set()

    async def find(self, kind: type[R], **where: Any) -> list[R]:
        return self._found(kind, where)

    async def count(self, kind: type[Row], **where: Any) -> int:
        return len(self._found(kind, where))

    async def sessions_with_uploads(self) -> list[tuple[str, str]]:
        rows = self._found(SessionRow, {})
        return [(row.id, file) for row in rows if (file := row.upload) is not None]

    async def sessions_that_name(self, upload: str) -> list[str]:
        rows = self._found(SessionRow, {})
        return [row.id for row in rows if row.upload and f'"{upload}"' in json.dumps(row.spec)]

    async def named_by_edits(self, uploads: Collection[str]) -> set[str]:
        texts = [json.dumps(row.spec) for row in self._found(EditRow, {})]
        return {id for id in uploads if any(id in text for text in texts)}

    async def kept(self, ids: Collection[str] | None = None) -> list[KeptSession]:
        asked = [row for row in self._found(SessionRow, {}) if ids is None or row.id in ids]
        return [self._kept(row) for row in asked]

    @property
    def behind_s(self) -> float:
        return 0.0

    def _kept(self, session: SessionRow) -> KeptSession:
        parts: list[Row] = [session]
        for part, column in PARTS[SessionRow]:
            parts += self._found(part, {column: session.id})
        links = [row for row in parts if isinstance(row, LinkRow) and _works(row)]
        shared = len(links) > MADE_WITH_IT or any(link.label for link in links)
        shared = shared or session.preview or session.classroom is not None
        size = sum(map(_octets, parts))
        networks = keys_of(session.networks)
        return KeptSession(session.id, session.owner, session.seen, shared, size, networks)

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


def _works(link: LinkRow) -> bool:
    return link.revoked is None and (link.until is None or link.until > time.time())


def _octets(row: Row) -> int:
    """Sum the texts and blobs of a row, as a database would."""
    total = ROW_BYTES
    for field in fields(row):
        value = getattr(row, field.name)
        if isinstance(value, dict):
            value = json.dumps(value, separators=(",", ":"))
        if isinstance(value, (str, bytes)):
            total += len(value.encode() if isinstance(value, str) else value)
    return total
