"""A lock that one process holds on a file, and that falls with the process, however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path


class FileLock:
    def __init__(self, path: Path) -> None:
        """Take the lock.

        Raises `BlockingIOError` when another one holds it, another `OSError` when it cannot be made.
        """
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._take()
        except BaseException:
            os.close(self._file)
            raise

    def _take(self) -> None:
        if sys.platform == "win32":
            import msvcrt

            try:
                msvcrt.locking(self._file, msvcrt.LK_NBLCK, 1)
            except OSError as problem:
                raise BlockingIOError(*problem.args) from None
        else:
            import fcntl

            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def release(self) -> None:
        # The file stays: who deletes it takes the lock away from the next one that has it open.
        os.close(self._file)
