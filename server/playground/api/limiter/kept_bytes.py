"""Bounds on what is kept: by person, by network and of all together, and what goes when it is too much."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict

import structlog

from playground.api.accounts import Network
from playground.api.caller import Caller
from playground.api.limits import MB, Limits
from playground.session.kept import Kept
from playground.session.refusals import Refusal, Refused
from playground.session.registry import Registry
from playground.session.session import Session
from playground.store.contract import StoreProblem
from playground.store.kept import KeptSession

SPARED_S = 86_400.0
"""What was looked at within a day never goes: who fills the store in an hour drives nobody out."""
NEARLY = 0.8
"""From here on a page tells that what was not opened for longest will go."""
ROOM_FROM, ROOM_TO = 0.95, 0.9
"""Room is made from the one share of a bound on, until the other is reached."""
AWAKE_EVERY_S = 60.0
ALL_EVERY_S = 3600.0
AT_ONCE = 500

log = structlog.get_logger()


class KeptBytes:
    """Counts what the store has: all of it every hour, those awake every minute, and both as they grow.

    New sessions are refused where a bound is reached. Before that, sessions go by themselves: those
    nobody has looked at for longest, of a person who has too much, or of all when the store is full;
    never one that is awake, shared, of a class, or that was looked at within a day.
    """

    def __init__(self, limits: Limits, max_whole: int, registry: Registry) -> None:
        self._max_of_person = limits.person_kept * MB
        self._max_of_address = limits.address_kept * MB
        self._max_whole = max_whole
        self._registry = registry
        self._awake_at = self._all_at = float("-inf")

    @property
    def _kept(self) -> Kept:
        return self._registry.kept

    def check(self, caller: Caller, more: int = 0) -> None:
        """Check that so many bytes more may be kept.

        Raises `TOO_MUCH_KEPT`, `TOO_MUCH_KEPT_HERE` or `STORE_FULL`.
        """
        self._check(self._max_of_person, self._kept.of(caller.owner) + more, Refusal.TOO_MUCH_KEPT)
        self.check_networks(caller.networks, more)

    def check_networks(self, networks: tuple[Network, ...], more: int) -> None:
        """Check as `check`, but for no person."""
        kept, whole = self._kept, self._max_whole
        for each in networks:
            most = each.most(self._max_of_address, whole)
            self._check(most, kept.at(each.key) + more, Refusal.TOO_MUCH_KEPT_HERE)
        self._check(whole, kept.whole + more, Refusal.STORE_FULL)

    def _check(self, most: int, wanted: int, refusal: Refusal) -> None:
        if most and wanted > most:
            # Perhaps some of it can go.
            self._all_at = min(self._all_at, time.monotonic() - ALL_EVERY_S + AWAKE_EVERY_S)
            raise Refused(refusal, most=most // MB)

    def is_low(self, session: Session) -> bool:
        """Tell whether so much is kept that sessions of its person, or of anybody, will go soon."""
        person, whole = self._max_of_person, self._max_whole
        of_person = bool(person) and self._kept.of(session.owner) > NEARLY * person
        return of_person or (bool(whole) and self._kept.whole > NEARLY * whole)

    async def tidy(self) -> None:
        """Count, and make room where there is too little. Call it every few seconds."""
        now = time.monotonic()
        try:
            if now - self._all_at >= ALL_EVERY_S:
                self._all_at = now
                await self._count_all()
            elif now - self._awake_at >= AWAKE_EVERY_S:
                self._awake_at = now
                awake = list(self._registry.sessions)
                self._kept.count(await self._registry.store.kept(awake), awake)
        except StoreProblem as problem:
            log.error("kept bytes were not counted", reason=str(problem))

    async def _count_all(self) -> None:
        known = self._kept.ids - set(self._registry.sessions)
        rows = await self._registry.store.kept()
        spare = list[KeptSession]()
        # So many at once that nobody waits for it.
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            self._kept.count(some, ())
            spare += filter(self._is_spare, some)
            await asyncio.sleep(0)
        self._kept.count((), known - {row.id for row in rows})
        spare.sort(key=lambda row: row.seen)
        if self._max_of_person:
            await self._drop_of_people(spare)
        if self._max_whole and self._kept.whole > ROOM_FROM * self._max_whole:
            await self._drop(spare, self._kept.whole - ROOM_TO * self._max_whole)

    async def _drop_of_people(self, spare: list[KeptSession]) -> None:
        """Make room for those who have too much."""
        owned = defaultdict[str | None, list[KeptSession]](list)
        for row in spare:
            owned[row.owner].append(row)
        for owner in self._kept.people_above(ROOM_FROM * self._max_of_person):
            excess = self._kept.of(owner) - ROOM_TO * self._max_of_person
            await self._drop(owned[owner], excess)

    def _is_spare(self, row: KeptSession) -> bool:
        old = row.seen < time.time() - SPARED_S
        return old and not row.shared and row.id not in self._registry.sessions

    async def _drop(self, spare: list[KeptSession], excess: float) -> None:
        """Delete sessions, the longest unseen first, until so many bytes are free."""
        gone = 0
        for row in spare:
            if gone >= excess:
                break
            # It may have been shared, opened or deleted since it was counted.
            for now in await self._registry.store.kept([row.id]):
                if self._is_spare(now):
                    await self._registry.delete_unseen(row.id, now.seen)
                    gone += now.bytes
        if gone:
            log.info("unseen sessions made room", bytes=gone)
