"""The data directory itself: whose it is, who can read it, whether there is room, and who uses it."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playground.doctor.examination import Examination
from playground.store.condition import WRITTEN_BESIDE
from playground.store.lock import FileLock, LockedError

FOLDER_MODE, FILE_MODE = 0o700, 0o600
OTHERS = 0o077
ROOM = 64 * 10**6
"""Bytes that should be free: a server that cannot write refuses what is made."""
SHOWN = 3


def find(folder: Path, examination: Examination) -> bool:
    """Whether there is a folder to look at."""
    try:
        os.scandir(folder).close()
    except FileNotFoundError:
        text = f"{folder} is not there: give the folder that the server has as --data-dir."
    except NotADirectoryError:
        text = f"{folder} is no folder: give the one that the server has as --data-dir."
    except OSError as problem:
        text = f"{folder} cannot be read ({problem.strerror}): be the user whose it is."
    else:
        examination.report.ok("folder", str(folder))
        return True
    examination.report.unseen("folder", text)
    return False


def lock(examination: Examination) -> FileLock | None:
    """Take the store's lock to mend things, or see who has it. Return it where it is to be held."""
    assert examination.file is not None
    path = examination.file.with_name(examination.file.name + ".lock")
    report = examination.report
    held: FileLock | None = None
    try:
        if examination.repair or path.exists():
            held = FileLock(path)
    except LockedError as other:
        examination.running, asked = True, examination.repair
        examination.repair = False
        who = f" (process {other.holder})" if other.holder else ""
        told = f"a server{who} is running: it is looked at only as far as a server leaves it alone"
        if asked:
            report.left("lock", f"{told}, and nothing is mended. Stop it, then try again.")
        else:
            report.ok("lock", f"{told}.")
        return None
    except OSError as problem:
        if examination.repair:
            examination.repair = False
            report.left(
                "lock",
                f"nothing can be written here ({problem.strerror}), so nothing is mended: be the user"
                " whose the folder is, or copy it to where you may write.",
            )
            return None
    report.ok("lock", "no server is running.")
    if not examination.repair and held:
        held.release()
        held = None
    return held


@dataclass(slots=True)
class _Some:
    """How many there are, and the first few."""

    count: int = 0
    names: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        self.count += 1
        if len(self.names) < SHOWN:
            self.names.append(name)

    def __str__(self) -> str:
        more = self.count - len(self.names)
        return f"{', '.join(self.names)}{f' and {more:,} more' if more else ''}"


def rights(examination: Examination) -> None:
    """Look at whether all is its owner's alone."""
    if os.name == "nt":
        return
    closed, still_open, strangers, out_of_reach = _Some(), _Some(), _Some(), _Some()
    owner = examination.folder.stat().st_uid
    for path, found in _everything(examination):
        name = str(path.relative_to(examination.folder))
        if found.st_mode & OTHERS:
            mended = examination.repair and _close(path)
            (closed if mended else still_open).add(name)
        if found.st_uid != owner:
            strangers.add(name)
        if not os.access(path, os.R_OK | os.W_OK):
            out_of_reach.add(name)
    report = examination.report
    if still_open.count:
        how = "be the user whose they are" if examination.repair else examination.how
        report.left("rights", f"others can read {still_open}: {how}.")
    if closed.count:
        report.mended("rights", f"others could read {closed}.")
    elif not still_open.count:
        report.ok("rights", "all is its owner's alone.")
    if strangers.count and not (examination.repair and os.geteuid() == 0):
        report.left(
            "owner",
            f"{strangers} is not of the folder's owner: chown -R {owner} {examination.folder}.",
        )
    if out_of_reach.count:
        report.left(
            "writing", f"this user cannot read and write {out_of_reach}: be the one whose it is."
        )


def give_to_owner(examination: Examination) -> None:
    """Give what root has made, or moved, to the folder's owner: the server could not read it."""
    if os.name == "nt" or os.geteuid() != 0:
        return
    home = examination.folder.stat()
    for path, found in _everything(examination):
        if (found.st_uid, found.st_gid) != (home.st_uid, home.st_gid):
            os.chown(path, home.st_uid, home.st_gid, follow_symlinks=False)


def room(examination: Examination) -> None:
    """Look at whether the disk has room: what is mended is written anew beside what is there."""
    free = shutil.disk_usage(examination.folder).free
    needed = ROOM + bytes_of_the_store(examination)
    report, told = examination.report, f"{free / 10**6:,.0f} MB are free on the disk"
    if free >= needed:
        report.ok("room", f"{told}.")
        return
    if examination.repair:
        told += ", and nothing is mended"
    examination.repair = False
    report.left("room", f"{told}: to mend the store takes {needed / 10**6:,.0f} MB.")


def bytes_of_the_store(examination: Examination) -> int:
    """Return what the SQLite file takes with what is beside it; 0 for another store."""
    file = examination.file
    if file is None:
        return 0
    beside = [file, *(file.with_name(file.name + end) for end in WRITTEN_BESIDE)]
    return sum(each.stat().st_size for each in beside if each.exists())


def _everything(examination: Examination) -> Iterator[tuple[Path, os.stat_result]]:
    """Give the folder and all in it; a link is not followed and has no rights of its own."""
    yield examination.folder, examination.folder.stat()
    for at, (place, folders, files) in enumerate(os.walk(examination.folder)):
        examination.progress(f"rights: {at:,} folders")
        for name in (*folders, *files):
            path = Path(place, name)
            try:
                found = path.lstat()
            except OSError:
                continue
            if not stat.S_ISLNK(found.st_mode):
                yield path, found


def _close(path: Path) -> bool:
    """Close it to others; tell whether that could be done."""
    try:
        path.chmod(FOLDER_MODE if path.is_dir() else FILE_MODE)
    except OSError:
        return False
    return True
