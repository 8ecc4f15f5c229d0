"""A process that reads a file, as the event loop sees it: bounded, watched, and ended when over."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from playground.data import storage
from playground.data.bounds import Bounds
from playground.data.refused_file import refused
from playground.engine.process import ONE_BLAS_THREAD, environment
from playground.spec.base import SpecProblem

LOOK_EVERY_S = 0.2
SHORT_BYTES = 32 * 2**20
"""Files of no more bytes are read in a short time."""
SHORT_S, MIB_S = 30, 1.0
"""Seconds of a processor for a short file, and for each MiB above that: honest files take a tenth."""
WAITS = 3
"""Times its processor seconds that a reader may last, since others share the cores with it."""
POLITENESS = 5
"""How far it stands behind the web process where cores are few, as trainers do. At 19 a small file waited
20 s on two busy cores, and nobody else less.
"""
SLACK, GROWTH = 64 * 2**20, 100
"""An intake may write so many bytes, and so many times its file: pictures become five times as many."""


def is_long(count: int) -> bool:
    """Tell whether to read so many bytes may take long."""
    return count > SHORT_BYTES


def bounds_of(count: int, room: int) -> Bounds:
    """Bind what reads a file of so many bytes, where `room` are left for what it writes."""
    seconds = SHORT_S + MIB_S * max(0, count - SHORT_BYTES) / 2**20
    return Bounds(int(seconds), max(1, min(room, SLACK + GROWTH * count)))


async def read(
    *arguments: str,
    bounds: Bounds,
    folder: Path,
    grown: Callable[[int], None],
    document: bytes = b"",
) -> bytes:
    """Run a task of `data.ingest` that writes into `folder`, and give what it says.

    `grown` hears the bytes in the folder now and then, and may raise. Raises `SpecProblem` for what
    is refused, and for a process that went over its bounds.
    """
    before = await asyncio.to_thread(storage.used_bytes, folder)
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "playground.data.ingest"),
        *(f"--seconds={bounds.seconds}", f"--bytes={bounds.bytes}"),
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=environment() | ONE_BLAS_THREAD,
    )
    # From its first moment: half of what a small file takes is the loading of libraries.
    with contextlib.suppress(AttributeError, OSError):
        os.setpriority(os.PRIO_PROCESS, child.pid, POLITENESS)
    talk = asyncio.create_task(child.communicate(document))
    loop = asyncio.get_running_loop()
    until = loop.time() + WAITS * bounds.seconds
    try:
        while not (await asyncio.wait([talk], timeout=LOOK_EVERY_S))[0]:
            await _look(folder, before, bounds, grown)
            if loop.time() > until:
                raise refused("upload_takes_long")
        await _look(folder, before, bounds, grown)
        output, _ = talk.result()
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
        await asyncio.gather(talk, return_exceptions=True)
        # The end of the server ends the talk too, and not the child.
        await child.communicate()
    if child.returncode:
        raise _refusal(child.returncode, output)
    return output


async def _look(folder: Path, before: int, bounds: Bounds, grown: Callable[[int], None]) -> None:
    count = await asyncio.to_thread(storage.used_bytes, folder)
    grown(count)
    if count - before > bounds.bytes:
        raise refused("upload_unpacks")


def _refusal(code: int, output: bytes) -> SpecProblem:
    """Return what the child said; one that was ended said nothing."""
    if code == -getattr(signal, "SIGXCPU", 0):
        return refused("upload_takes_long")
    if code in (-signal.SIGABRT, -getattr(signal, "SIGKILL", 0)):
        # C++ aborts where it gets no memory; SIGKILL is the system's own way.
        return refused("upload_takes_memory")
    try:
        answer = json.loads(output)
        return refused(answer["code"], **answer["params"])
    except (ValueError, KeyError, TypeError):
        return refused("upload_damaged")
