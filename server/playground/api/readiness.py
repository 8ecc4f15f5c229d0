"""Whether the server can do its work, found out at most once a second however many ask."""

from __future__ import annotations

import asyncio
import time

from playground.session.registry import Registry

ASKED_EVERY_S = 1.0


class Readiness:
    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._known: str | None = "starting"
        self._known_until = float("-inf")
        self._asking = asyncio.Lock()

    async def reason(self) -> str | None:
        """Return why not, None when it can."""
        if not self._registry.ready:
            # No disk has to be asked.
            return await self._registry.why_not_ready()
        async with self._asking:
            if time.monotonic() > self._known_until:
                self._known = await self._registry.why_not_ready()
                self._known_until = time.monotonic() + ASKED_EVERY_S
            return self._known
