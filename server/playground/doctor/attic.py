"""The attic: a folder in the data directory for what is taken out of use, so that nothing is lost."""

from __future__ import annotations

import base64
import json
import os
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

PREFIX = "set-aside-"
ROWS = "rows.jsonl"


class Attic:
    """Its folder is made when the first thing goes there, under the time of this examination."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._folder: Path | None = None

    @property
    def folder(self) -> Path:
        if self._folder is None:
            name = f"{PREFIX}{time.strftime('%Y%m%d-%H%M%S')}"
            tries = (f"{name}{'' if again == 0 else f'-{again}'}" for again in range(1000))
            self._folder = next(made for each in tries if (made := _made(self._home / each)))
        return self._folder

    @property
    def used(self) -> Path | None:
        """The folder, if there is something in it."""
        return self._folder

    def place(self, path: Path) -> Path:
        """Return where a file of the data directory goes, beside what came from elsewhere by that name."""
        inside = path.relative_to(self._home) if path.is_relative_to(self._home) else path.name
        goal = self.folder / inside
        goal.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return goal

    def take(self, path: Path) -> None:
        """Move a file or a folder here. Raises `OSError`."""
        path.rename(self.place(path))

    def take_rows(self, table: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Write rows down, all the way to the disk, before they are deleted."""
        with open(self.folder / ROWS, "a", encoding="utf-8") as file:
            for row in rows:
                values = {name: _written(value) for name, value in zip(names, row, strict=True)}
                file.write(json.dumps({"table": table, "row": values}) + "\n")
            file.flush()
            os.fsync(file.fileno())


def _made(folder: Path) -> Path | None:
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        return None
    return folder


def _written(value: Any) -> Any:
    if isinstance(value, (bytes, memoryview)):
        return {"base64": base64.b64encode(value).decode()}
    return value
