"""Slots of the processes that read files: few, so that memory is bounded, and shared among people.

The sum for `docker-compose.yml`, which gives 4 GB on two cores: the web process 0.4, one trainer
1.2, three readers at `data.bounds.MEMORY` of their own 1.6 and 0.2 of shared libraries: 3.4. That is
the worst of hostile files; an honest one takes 0.2.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from playground.api.uploading.ledger import Giver
from playground.session.refusals import Refusal, Refused

TOGETHER = 3
LONG = 2
"""Of these, at most so many read big files, which may take their time: others' small ones go by."""
BY_PERSON, BY_ADDRESS = 1, 2
WAITS_S = 300.0
MAX_WAITING = 200


@dataclass(eq=False, slots=True)
class _Turn:
    giver: Giver
    long: bool
    came: asyncio.Event = field(default_factory=asyncio.Event)


class Slots:
    """First come, first served, of those whose person and networks hold not yet their share."""

    def __init__(self) -> None:
        self._held: list[_Turn] = []
        self._waiting: list[_Turn] = []

    @asynccontextmanager
    async def turn(self, giver: Giver, long: bool) -> AsyncIterator[None]:
        """Hold while a file is read; waits for it. Raises `UPLOADS_BUSY`."""
        if len(self._waiting) >= MAX_WAITING:
            raise Refused(Refusal.UPLOADS_BUSY)
        turn = _Turn(giver, long)
        self._waiting.append(turn)
        try:
            self._advance()
            await self._wait(turn)
            yield
        finally:
            (self._held if turn in self._held else self._waiting).remove(turn)
            self._advance()

    async def _wait(self, turn: _Turn) -> None:
        try:
            async with asyncio.timeout(WAITS_S):
                await turn.came.wait()
        except TimeoutError:
            raise Refused(Refusal.UPLOADS_BUSY) from None

    def _advance(self) -> None:
        for turn in list(self._waiting):
            if self._fits(turn):
                self._waiting.remove(turn)
                self._held.append(turn)
                turn.came.set()

    def _fits(self, turn: _Turn) -> bool:
        giver = turn.giver
        if len(self._held) >= TOGETHER:
            return False
        if turn.long and sum(each.long for each in self._held) >= LONG:
            return False
        if sum(each.giver.owner == giver.owner for each in self._held) >= BY_PERSON:
            return False
        return all(
            sum(network in each.giver.networks for each in self._held)
            < network.most(BY_ADDRESS, TOGETHER)
            for network in giver.networks
        )
