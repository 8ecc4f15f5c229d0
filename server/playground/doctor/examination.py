"""One examination: what is looked over, whether it may be mended, and where the report goes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playground.doctor.attic import Attic
from playground.doctor.report import Report


@dataclass(slots=True)
class Examination:
    """`url` is the store's, `file` the SQLite file that it names, if it names one.

    `repair` is whether things are mended: never while a server is `running`.
    """

    folder: Path
    url: str
    file: Path | None
    repair: bool
    report: Report
    attic: Attic
    running: bool = False

    @property
    def how(self) -> str:
        """What to say after what could be mended and is not."""
        return "stop the server, then use --repair" if self.running else "use --repair"

    def progress(self, text: str) -> None:
        self.report.progress(text)
