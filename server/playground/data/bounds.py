"""Bounds of a process that reads what somebody gave: of memory, of time, of what it writes.

The system holds it to them, whatever the file makes of the readers.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

MEMORY = 512 * 2**20
"""Bytes of memory of its own. Files are read piece by piece, so that one of any size takes far less."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """`seconds` are those of a processor; `bytes` the longest file that may be written."""

    seconds: int
    bytes: int
    memory: int = MEMORY

    def hold(self) -> None:
        """Bind this very process, as far as the system can."""
        try:
            import resource
        except ImportError:
            return
        for name, soft, hard in (
            # Beyond the soft bound of time it is ended; beyond that of a file, writing fails.
            ("RLIMIT_CPU", self.seconds, self.seconds + 2),
            ("RLIMIT_FSIZE", self.bytes, self.bytes),
            # Not the address space: libraries reserve far more of it than they use.
            ("RLIMIT_DATA", self.memory, self.memory),
            ("RLIMIT_CORE", 0, 0),
        ):
            with contextlib.suppress(AttributeError, ValueError, OSError):
                resource.setrlimit(getattr(resource, name), (soft, hard))
