"""A lock that one process holds on a file, and that falls with the process, however it ends."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

LOOK_EVERY_S = 0.1
DIGITS = 20


class LockedError(BlockingIOError):
    """Another process has the lock; `holder` is its id, where it has told."""

    def __init__(self, holder: int | None) -> None:
        super().__init__("the lock is held")
        self.holder = holder


class FileLock:
    def __init__(self, path: Path, within_s: float = 0.0) -> None:
        """Take the lock, or wait so long for the one that has it to end.

        Raises `LockedError` when another one has it still, another `OSError` when it cannot be made.
        """
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._wait(time.monotonic() + within_s)
            # Whoever waits in vain can say for whom. It is no lock: a dead one's number stays here.
            os.lseek(self._file, 0, os.SEEK_SET)
            os.write(self._file, str(os.getpid()).ljust(DIGITS).encode())
        except BaseException:
            os.close(self._file)
            raise

    def _wait(self, until: float) -> None:
        while True:
            try:
                self._take()
                return
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise LockedError(self._holder()) from None
            time.sleep(LOOK_EVERY_S)

    def _holder(self) -> int | None:
        os.lseek(self._file, 0, os.SEEK_SET)
        told = os.read(self._file, DIGITS).decode(errors="replace").strip()
        return int(told) if told.isdecimal() and told.isascii() else None

    def _take(self) -> None:
        if sys.platform == "win32":
            import msvcrt

            try:
                # Past the number, which others may read.
                os.lseek(self._file, DIGITS, os.SEEK_SET)
                msvcrt.locking(self._file, msvcrt.LK_NBLCK, 1)
            except OSError as problem:
                raise BlockingIOError(*problem.args) from None
        else:
            import fcntl

            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def release(self) -> None:
        # The file stays: who deletes it takes the lock away from the next one that has it open.
        os.close(self._file)
