"""The run that a trainer works on, and its signs of life, told where they outlive the trainer.

So a run that ends its trainer is known from those that only shared it, and a trainer that hangs
from one that has much to do.
"""

from __future__ import annotations

import mmap
import os
import struct
import tempfile
import time
from typing import BinaryIO

NAME = 112
"""Bytes. A run's id is a part of them."""
COUNTS = struct.Struct("<QQ")
SECONDS = struct.Struct("<d")
SIZE = NAME + COUNTS.size + SECONDS.size

CAN_SHARE = os.name == "posix"
"""A file without a name is handed to a child by its descriptor."""


class CurrentRun:
    """A page of memory that a trainer and its parent share."""

    def __init__(self, descriptor: int) -> None:
        self._page = mmap.mmap(descriptor, SIZE)
        self._beats = self._turns = 0

    def set(self, run: str) -> None:
        """Tell the run that is worked on; "" is none. It counts as a turn of the trainer's loop."""
        self._turns += 1
        self._page[:NAME] = run.encode()[:NAME].ljust(NAME, b"\0")
        self._page[NAME + 8 : NAME + 16] = self._turns.to_bytes(8, "little")

    def beat(self) -> None:
        """Tell that the process runs, however long its turn is; called by a thread of its own."""
        self._beats += 1
        self._page[NAME : NAME + 8] = self._beats.to_bytes(8, "little")
        self._page[NAME + 16 :] = SECONDS.pack(time.process_time())

    @property
    def run(self) -> str:
        return self._page[:NAME].rstrip(b"\0").decode(errors="replace")

    @property
    def beats_and_turns(self) -> tuple[int, int]:
        beats, turns = COUNTS.unpack(self._page[NAME : NAME + 16])
        return beats, turns

    @property
    def worked_s(self) -> float:
        """Seconds of processors that the trainer has taken, as of its last beat."""
        (seconds,) = SECONDS.unpack(self._page[NAME + 16 :])
        return float(seconds)


def shared_file() -> BinaryIO:
    """Open a file to be mapped by both; it is gone when both have closed it."""
    file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115
    file.truncate(SIZE)
    return file
