"""The secret key: without it the server makes a new one, and then people are new to it."""

from __future__ import annotations

import os

from playground.api.identity import FILE, SECRET, is_whole, secret_key
from playground.doctor.examination import Examination

WHAT_FOLLOWS = (
    "people get a new identity at their next visit: links and sessions stay, what they made and"
    " uploaded no longer counts, and is no longer listed, as theirs"
)


def examine(examination: Examination) -> None:
    """Look at the key, and make a new one for one that is cut off or lost."""
    report, path = examination.report, examination.folder / FILE
    if os.environ.get(SECRET):
        report.ok("key", f"it is given as {SECRET}.")
        return
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        _missing(examination)
        return
    except OSError as problem:
        report.unseen(
            "key", f"{path} cannot be read ({problem.strerror}): be the user whose it is."
        )
        return
    if is_whole(found):
        report.ok("key", "it is whole.")
        return
    if examination.repair:
        examination.attic.take(path)
        secret_key()
        report.mended("key", f"it was cut off, and a new one is made: {WHAT_FOLLOWS}.")
        return
    report.left(
        "key",
        f"{path} is cut off: put your copy of it in its place, or {examination.how}, which makes a new"
        f" one; then {WHAT_FOLLOWS}.",
    )


def _missing(examination: Examination) -> None:
    report = examination.report
    if examination.file is not None and not examination.file.exists():
        report.ok("key", "there is none yet; the server makes one.")
    elif examination.repair:
        secret_key()
        report.mended("key", f"it was gone, and a new one is made: {WHAT_FOLLOWS}.")
    else:
        path = examination.folder / FILE
        report.left(
            "key",
            f"{path} is gone: put your copy of it there. Else the server makes a new one, and"
            f" {WHAT_FOLLOWS}.",
        )
