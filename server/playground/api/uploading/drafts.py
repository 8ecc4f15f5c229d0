"""Files that are read again, another way, while somebody looks at what came of it: a draft each.

Each reading of a draft takes the place of the one before, so that nothing is left over and nothing
counts twice. One that is under way when the next begins is given up.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from playground.data.refused_file import refused

MAX_DRAFTS = 2000
"""Drafts that are remembered; what a forgotten one left goes after a day, as all that nobody chose."""
Done = TypeVar("Done")
_Key = tuple[str, str]


@dataclass(eq=False, slots=True)
class Reading:
    """One reading of a draft. `before` is the upload that it takes the place of."""

    key: _Key | None
    before: str | None = None
    over: bool = False
    work: asyncio.Task[Any] | None = None

    async def do(self, work: Coroutine[Any, Any, Done]) -> Done:
        """Wait for its work, unless another reading of the draft begins. Raises `SpecProblem` then."""
        task = asyncio.create_task(work)
        self.work = task
        if self.over:
            task.cancel()
        try:
            return await task
        except asyncio.CancelledError:
            if self.over:
                raise refused("upload_gone") from None
            raise
        finally:
            if not task.done():
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task


class Drafts:
    """The newest reading of each draft, and the upload that is kept of it."""

    def __init__(self) -> None:
        self._kept: OrderedDict[_Key, str | None] = OrderedDict()
        self._newest: dict[_Key, Reading] = {}

    def begin(self, owner: str, draft: str | None) -> Reading:
        """Begin a reading, and give up the one of the same draft that is under way."""
        if draft is None:
            return Reading(None)
        key = owner, draft
        older = self._newest.get(key)
        if older is not None:
            older.over = True
            if older.work is not None:
                older.work.cancel()
        self._kept.setdefault(key, None)
        self._kept.move_to_end(key)
        while len(self._kept) > MAX_DRAFTS:
            self._kept.popitem(last=False)
        self._newest[key] = Reading(key, self._kept[key])
        return self._newest[key]

    def end(self, reading: Reading, kept: str | None) -> str | None:
        """End a reading of which an upload is kept, or none; give the upload that goes for it."""
        key = reading.key
        if key is None:
            return None
        if self._newest.get(key) is reading:
            del self._newest[key]
        if kept is None:
            return None
        before = self._kept.get(key)
        self._kept[key] = kept
        return before
