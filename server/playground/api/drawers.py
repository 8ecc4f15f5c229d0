"""The threads in which data sets are drawn, beside the event loop: few, as each keeps what memory it once took."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

DRAWN_AT_ONCE = 2
"""Data sets: a large one takes 80 ms of a core and some 30 MB."""

Given = ParamSpec("Given")
Result = TypeVar("Result")
_threads = ThreadPoolExecutor(DRAWN_AT_ONCE, thread_name_prefix="draw")


async def draw(work: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs) -> Result:
    """Run what draws, or wait until a thread is free for it."""
    return await asyncio.get_running_loop().run_in_executor(_threads, lambda: work(*args, **kwargs))
