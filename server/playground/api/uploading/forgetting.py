"""The forgetting of uploads that no session uses or can go back to, a few in each turn of the background."""

from __future__ import annotations

import asyncio
import time
from collections import deque

from playground.api.uploading.uploads import Uploads
from playground.data import storage, upload_records
from playground.data.upload_records import Record

ROUND_S = 3600.0
A_TURN = 50
DAY_S = 86_400.0
UNUSED_S = DAY_S
"""What was never used goes so long after it came: nobody chose it."""


class Forgetting:
    """Once an hour all uploads are looked at. `keep_days` is how long what was used is kept; 0 is for ever."""

    def __init__(self, uploads: Uploads, keep_days: float) -> None:
        self._uploads, self._keep_s = uploads, keep_days * DAY_S
        self._queue: deque[str] = deque()
        self._began = float("-inf")

    async def tidy(self) -> None:
        """Look at a few uploads, and delete those whose time is over. Raises `StoreProblem`."""
        if not self._queue:
            if time.monotonic() - self._began < ROUND_S:
                return
            await self._begin()
        some = [self._queue.popleft() for _ in range(min(A_TURN, len(self._queue)))]
        if not some:
            return
        # In one piece with the deletions: a session that began to use one since is seen.
        using = await self._uploads.users()
        over: list[str] = []
        for id in some:
            record = await self._uploads.look(id)
            if record is None:
                continue
            if id in using:
                await asyncio.to_thread(upload_records.mark_used, id)
            elif self._is_over(record):
                over.append(id)
        # All edits of all sessions are looked at, and only where something would go.
        named = await self._uploads.named_by_edits(over)
        for id in over:
            if id in named or self._uploads.is_named_now(id):
                await asyncio.to_thread(upload_records.mark_used, id)
            else:
                await self._uploads.remove(id)
        for id in some:
            await asyncio.to_thread(upload_records.remove_leftovers, storage.uploads() / id)

    async def _begin(self) -> None:
        self._began = time.monotonic()
        await self._uploads.counted()
        await asyncio.to_thread(upload_records.remove_leftovers, storage.uploads())
        self._queue.extend(await asyncio.to_thread(upload_records.found))

    def _is_over(self, record: Record) -> bool:
        if not self._keep_s:
            return False
        now = time.time()
        if record.used is None:
            return now - record.made > min(UNUSED_S, self._keep_s)
        return now - record.used > self._keep_s
