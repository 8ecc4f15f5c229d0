"""One making of each thing at a time: whoever asks meanwhile gets what comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

Made = TypeVar("Made")


class SingleFlight(Generic[Made]):
    """`make` of an id is run by the first who asks; the others get what it gives or raises.

    Who goes away meanwhile does not stop it.
    """

    def __init__(self, make: Callable[[str], Coroutine[Any, Any, Made]]) -> None:
        self._make = make
        self._running: dict[str, asyncio.Task[Made]] = {}

    async def get(self, id: str) -> Made:
        if id not in self._running:
            task = self._running[id] = asyncio.create_task(self._make(id))
            task.add_done_callback(lambda _: self._running.pop(id, None))
        return await asyncio.shield(self._running[id])

    async def settled(self, id: str) -> None:
        """Wait until it is made, or has failed, if that is under way."""
        if (task := self._running.get(id)) is not None:
            await asyncio.wait([task])
