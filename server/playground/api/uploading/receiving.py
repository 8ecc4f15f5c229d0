"""The reception of a body: written to the disk as it comes, while it comes fast enough.

No place among the processes that read files is held meanwhile: whoever sends slowly keeps only
themselves waiting, and not for ever.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from starlette.requests import ClientDisconnect

from playground.api.uploading.ledger import Giver
from playground.data.refused_file import refused
from playground.session.refusals import Refusal, Refused

SILENCE_S = 20.0
"""So long may nothing come."""
GRACE_S = 20.0
MIN_PACE = 16_000
"""Bytes a second on the average, once the time of grace is over."""
BY_PERSON, BY_ADDRESS, TOGETHER = 4, 64, 200
"""Files that may be on their way at a time."""


class Reception:
    """Counts the files that are on their way."""

    def __init__(self) -> None:
        self._coming: Counter[tuple[str, str]] = Counter()

    @contextmanager
    def place(self, giver: Giver) -> Iterator[None]:
        """Hold while a file is on its way. Raises `TOO_MANY_UPLOADS` or `UPLOADS_BUSY`."""
        owner = ("owner", giver.owner)
        if self._coming[owner] >= BY_PERSON:
            raise Refused(Refusal.TOO_MANY_UPLOADS, most=BY_PERSON)
        bounds = {("network", each.key): each.most(BY_ADDRESS, TOGETHER) for each in giver.networks}
        bounds["all", ""] = TOGETHER
        if any(self._coming[key] >= most for key, most in bounds.items()):
            raise Refused(Refusal.UPLOADS_BUSY)
        keys = (owner, *bounds)
        self._coming.update(keys)
        try:
            yield
        finally:
            self._coming.subtract(keys)
            self._coming += Counter()


async def receive(
    body: AsyncGenerator[bytes, None], path: Path, counted: Callable[[int], None]
) -> int:
    """Write the body; `counted` hears how many bytes have come, and may raise. Gives their number.

    Raises `OSError`, or `SpecProblem` if it breaks off, comes too slowly or is empty.
    """
    count = 0
    with await asyncio.to_thread(open, path, "xb") as file:
        async for piece in _in_time(body):
            count += len(piece)
            counted(count)
            await asyncio.to_thread(file.write, piece)
        await asyncio.to_thread(_to_disk, file)
    if not count:
        raise refused("upload_empty")
    return count


async def _in_time(body: AsyncGenerator[bytes, None]) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    began, count = loop.time(), 0
    while True:
        try:
            async with asyncio.timeout(SILENCE_S):
                piece = await anext(body)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise refused("upload_too_slow") from None
        except ClientDisconnect:
            raise refused("upload_broken_off") from None
        count += len(piece)
        elapsed = loop.time() - began
        if elapsed > GRACE_S and count < elapsed * MIN_PACE:
            raise refused("upload_too_slow")
        yield piece


def _to_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
