"""Turns of the event loop for what holds it for milliseconds: a large document that is read, or edited."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

LARGE = 16 * 1024
"""Bytes of a document from which on it waits for a turn. To edit one of 250 kB takes 10 ms."""


class Turns:
    """Between two pieces of such work everybody else is served, and the networks take turns.

    Requests that come at once would else all be worked on before the loop looks at anything again.
    """

    def __init__(self) -> None:
        self._bodies: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._own: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._one = asyncio.Lock()

    @asynccontextmanager
    async def body(self, network: str, bytes: int) -> AsyncIterator[None]:
        """Hold from before a body of so many bytes is read until it is answered.

        Read, it takes several times as much memory: of a network there is one large one at a time.
        """
        if bytes < LARGE:
            yield
            return
        async with self._bodies.setdefault(network, asyncio.Lock()):
            yield

    @asynccontextmanager
    async def turn(self, network: str, bytes: int) -> AsyncIterator[None]:
        """Hold while a document of so many bytes is worked on, and wait for nothing within."""
        if bytes < LARGE:
            yield
            return
        own = self._own.setdefault(network, asyncio.Lock())
        async with own, self._one:
            try:
                yield
            finally:
                # Who comes next finds the turn taken until all others have been served.
                await asyncio.sleep(0)
