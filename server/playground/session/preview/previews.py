"""Previews of sessions, as links show them, if who may edit a session has made that public."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from playground.session.history import Columns
from playground.session.points import points_frame
from playground.session.preview.picture import Seen, picture
from playground.session.refusals import Refusal, Refused
from playground.session.registry import Registry
from playground.session.session import Session
from playground.spec.base import SpecProblem
from playground.spec.probes.boundary import BoundaryProbe
from playground.store.contract import StoreProblem
from playground.store.rows import SessionRow
from playground.wire.frame import decode

FRESH_S = 60.0
MAX_KEPT = 64
GLANCE_S = 2.0
RESOLUTION = 110


@dataclass(frozen=True, slots=True)
class Made:
    """A picture, and when it was drawn, by a clock that only goes forward."""

    picture: bytes
    at: float


class Previews:
    """Pictures of sessions. One is drawn at a time, and shown for a minute."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._made: dict[str, Made] = {}
        self._drawing = asyncio.Lock()

    async def name(self, id: str) -> str | None:
        """Return the name of a session whose preview is public; None of any other.

        A session that is parked stays so.
        """
        if (session := self._registry.sessions.get(id)) is not None:
            return session.spec.name if session.preview else None
        try:
            rows = await self._registry.store.find(SessionRow, id=id)
        except StoreProblem:
            return None
        return str(rows[0].spec.get("name", "")) if rows and rows[0].preview else None

    async def picture(self, id: str) -> bytes:
        """Return a PNG. Raises `NO_PICTURE`, and `SERVER_FULL` or `NOT_SAVED` when it cannot be woken now."""
        if await self.name(id) is None:
            self._made.pop(id, None)
            raise Refused(Refusal.NO_PICTURE)
        async with self._drawing:
            made = self._made.get(id)
            if made is None or time.monotonic() - made.at > FRESH_S:
                try:
                    session = await self._registry.find(id)
                except Refused as refused:
                    if refused.reason is not Refusal.NO_SUCH_SESSION:
                        raise
                    raise Refused(Refusal.NO_PICTURE) from None
                drawn = await self._draw(session)
                self._made.pop(id, None)
                while len(self._made) >= MAX_KEPT:
                    del self._made[next(iter(self._made))]
                made = self._made[id] = Made(drawn, time.monotonic())
        return made.picture

    async def _draw(self, session: Session) -> bytes:
        spec, points = session.spec, session.data_picture.of(session.spec.data)
        boundary = None
        if spec.data.has_features:
            boundary = await session.glance(BoundaryProbe(resolution=RESOLUTION), GLANCE_S)
        curves: Columns = {name: list(c) for name, c in session.history.curves.columns.items()}

        def draw() -> bytes:
            body = points or points_frame(spec, session.revision)
            return picture(Seen(spec, decode(body), decode(boundary) if boundary else None, curves))

        try:
            return await asyncio.to_thread(draw)
        except SpecProblem:
            # Its uploaded file is gone.
            raise Refused(Refusal.NO_PICTURE) from None
