"""The report of an examination: a plain line for each thing that was looked at."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass, field
from enum import Enum

PROGRESS_EVERY_S = 5.0
ALL_WELL, SOMETHING_LEFT, COULD_NOT_LOOK = 0, 1, 2
"""Exit codes."""


class Status(Enum):
    OK = "ok"
    MENDED = "mended"
    LEFT = "to do"
    """It can be mended with --repair, or by who has the server: the text says how."""
    UNSEEN = "not seen"


@dataclass(frozen=True, slots=True)
class Finding:
    """`check` names what was looked at."""

    check: str
    status: Status
    text: str


@dataclass(slots=True)
class Report:
    """Prints each finding as it comes, or with `as_json` all of them at the end."""

    as_json: bool = False
    findings: list[Finding] = field(default_factory=list)
    _told: float = field(default_factory=time.monotonic)

    def add(self, check: str, status: Status, text: str) -> None:
        self.findings.append(Finding(check, status, text))
        if not self.as_json:
            print(f"{status.value:9} {check}: {text}", flush=True)

    def ok(self, check: str, text: str) -> None:
        self.add(check, Status.OK, text)

    def mended(self, check: str, text: str) -> None:
        self.add(check, Status.MENDED, text)

    def left(self, check: str, text: str) -> None:
        self.add(check, Status.LEFT, text)

    def unseen(self, check: str, text: str) -> None:
        self.add(check, Status.UNSEEN, text)

    def progress(self, text: str) -> None:
        """Say how far it is, every few seconds, beside the report itself."""
        now = time.monotonic()
        if now - self._told >= PROGRESS_EVERY_S:
            self._told = now
            print(f"… {text}", file=sys.stderr, flush=True)

    @property
    def code(self) -> int:
        found = {finding.status for finding in self.findings}
        if Status.UNSEEN in found:
            return COULD_NOT_LOOK
        return SOMETHING_LEFT if Status.LEFT in found else ALL_WELL

    def close(self) -> None:
        """Print what is printed at the end."""
        if self.as_json:
            shown = [
                {"check": each.check, "status": each.status.value, "text": each.text}
                for each in self.findings
            ]
            print(json.dumps({"findings": shown, "code": self.code}, ensure_ascii=False, indent=1))
