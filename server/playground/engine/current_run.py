"""The run that a trainer works on, told where that outlives the trainer.

So a run that ends its trainer is known from those that only shared it.
"""

from __future__ import annotations

import mmap
import os
import tempfile
from typing import BinaryIO

SIZE = 128
"""Bytes. A run's id is a part of it."""

CAN_SHARE = os.name == "posix"
"""A file without a name is handed to a child by its descriptor."""


class CurrentRun:
    """A page of memory that a trainer and its parent share."""

    def __init__(self, descriptor: int) -> None:
        self._page = mmap.mmap(descriptor, SIZE)

    def set(self, run: str) -> None:
        """Tell the run that is worked on; "" is none."""
        self._page[:] = run.encode()[:SIZE].ljust(SIZE, b"\0")

    @property
    def run(self) -> str:
        return self._page[:].rstrip(b"\0").decode(errors="replace")


def shared_file() -> BinaryIO:
    """Open a file to be mapped by both; it is gone when both have closed it."""
    file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115
    file.truncate(SIZE)
    return file
