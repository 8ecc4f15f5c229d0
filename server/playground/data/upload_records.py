"""Records of uploads on the disk: whose each is, when it came and was last used, the bytes it takes.

They lie in the upload's own folder, so that they are known over restarts and go along with it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from playground.data import metadata, storage

PART = ".part-"
"""What begins so is being made: an upload, or the rows of one."""
GOING = ".going-"
"""An upload that is being deleted."""
FORGOTTEN_S = 24 * 3600.0
"""What was begun and not finished is removed after a day, should it be there at all."""
_OWNER, _USED = ".owner", ".used"


@dataclass(frozen=True, slots=True)
class Record:
    """`owner` and `networks` are digests of an identity and of where it came from.

    An address's network is the first and its site's the second; this machine's own user has none.

    `used` is when a session was last seen to use it, None for never. `bytes` are those on the disk.
    """

    id: str
    owner: str
    networks: tuple[str, ...]
    made: float
    used: float | None
    bytes: int


def found() -> list[str]:
    """Give the ids of all uploads that lie there."""
    try:
        names = [each.name for each in os.scandir(storage.uploads())]
    except FileNotFoundError:
        return []
    return sorted(name for name in names if metadata.ID.fullmatch(name))


def read(id: str) -> Record | None:
    """Read a record; None where no such upload lies there."""
    folder = storage.uploads() / id
    if not metadata.ID.fullmatch(id):
        return None
    try:
        made = (folder / metadata.METADATA).stat().st_mtime
    except OSError:
        return None
    owner, networks = _owner_of(folder)
    try:
        used = (folder / _USED).stat().st_mtime
    except OSError:
        used = None
    return Record(id, owner, networks, made, used, storage.used_bytes(folder))


def write_owner(folder: Path, owner: str, *networks: str) -> None:
    """Note whose it is."""
    (folder / _OWNER).write_text("\n".join((owner, *(networks or ("",)), "")))


def mark_used(id: str) -> None:
    """Note that a session uses it now."""
    with contextlib.suppress(OSError):
        (storage.uploads() / id / _USED).touch()


def remove(id: str) -> None:
    """Delete an upload: at once for all who look for it, then from the disk."""
    folder = storage.uploads() / id
    going = folder.with_name(f"{GOING}{id}")
    with contextlib.suppress(OSError):
        folder.rename(going)
        shutil.rmtree(going, ignore_errors=True)


def remove_leftovers(folder: Path) -> None:
    """Remove what a process that ended has begun in this folder a day ago, or not quite deleted."""
    with contextlib.suppress(OSError):
        for each in os.scandir(folder):
            with contextlib.suppress(OSError):
                old = time.time() - each.stat().st_mtime > FORGOTTEN_S
                if each.name.startswith(GOING) or (old and each.name.startswith(PART)):
                    shutil.rmtree(each.path, ignore_errors=True)


def _owner_of(folder: Path) -> tuple[str, tuple[str, ...]]:
    """Read owner and networks. One of before there were any counts as used when it is first seen."""
    try:
        lines = (folder / _OWNER).read_text().split("\n")
    except (OSError, UnicodeDecodeError):
        lines = [""]
    if len(lines) < 3:
        with contextlib.suppress(OSError):
            write_owner(folder, lines[0])
            (folder / _USED).touch()
        return lines[0], ()
    return lines[0], tuple(filter(None, lines[1:]))
