"""What was asked with an id and is done, so that whoever asks again is answered and it is not done twice."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from weakref import WeakValueDictionary

MAX_OF_ONE = 500
"""Requests of one session or class that are remembered, the newest."""
MAX_PLACES = 5_000
"""Sessions and classes of which any are, those asked last."""
REMEMBERED_S = 3_600.0


@dataclass(slots=True)
class Turn:
    """One asking. `answer` is what was answered to the same before, None where it is the first."""

    answer: str | None = None


class Answered:
    """Remembers in memory, also of what is parked meanwhile; with the process it is forgotten."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._of: OrderedDict[str, OrderedDict[str, tuple[float, str]]] = OrderedDict()
        self._under_way: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def once(self, place: str, request: str) -> AsyncIterator[Turn]:
        """Hold while a request is carried out, by its fingerprint; the same one waits for it.

        What the turn's `answer` is at the end is remembered; where it is None, or carrying it out
        raises, it is as if it had not been asked. One without a fingerprint is never the same.
        """
        if not request:
            yield Turn()
            return
        async with self._under_way.setdefault(f"{place} {request}", asyncio.Lock()):
            turn = Turn(self._find(place, request))
            yield turn
            if turn.answer is not None:
                self._remember(place, request, turn.answer)

    def _find(self, place: str, request: str) -> str | None:
        found = self._of[place].get(request) if place in self._of else None
        if found is None or self._clock() - found[0] > REMEMBERED_S:
            return None
        return found[1]

    def _remember(self, place: str, request: str, answer: str) -> None:
        requests = self._of.setdefault(place, OrderedDict())
        self._of.move_to_end(place)
        requests[request] = self._clock(), answer
        requests.move_to_end(request)
        while len(requests) > MAX_OF_ONE:
            requests.popitem(last=False)
        while len(self._of) > MAX_PLACES:
            self._of.popitem(last=False)
