"""How long an event loop is held up: the processor time of its longest piece of work.

Other programs of a busy machine do not count, as they would in what a clock on the wall tells.
"""

from __future__ import annotations

import asyncio.events
import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock


@dataclass
class Longest:
    seconds: float = 0.0
    what: str = ""


@contextmanager
def longest_turn() -> Iterator[Longest]:
    """Give the longest of all turns of the loops that run within."""
    longest, run = Longest(), asyncio.events.Handle._run

    def timed(handle: Any) -> None:
        began = time.thread_time()
        run(handle)
        taken = time.thread_time() - began
        if taken > longest.seconds:
            longest.seconds, longest.what = taken, _name(handle)

    # As a server does: what the tests have loaded is not looked through for garbage.
    gc.freeze()
    try:
        with mock.patch.object(asyncio.events.Handle, "_run", timed):
            yield longest
    finally:
        gc.unfreeze()


def _name(handle: Any) -> str:
    owner = getattr(handle._callback, "__self__", handle._callback)
    if isinstance(owner, asyncio.Task):
        return repr(owner.get_coro())
    return repr(owner)
