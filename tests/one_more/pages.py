"""The how-to pages as changes: what a page says to write is written into a copy of the project.

A page's code block with a title is a new file of that name. One beneath `<!-- after: TEXT -->`,
`<!-- before: TEXT -->` or `<!-- instead of: TEXT -->` goes into the file of that name: after, before
or in place of its only line with that text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

BLOCK = re.compile(
    r"(?:^<!-- (?P<where>after|before|instead of): (?P<anchor>.+?) -->\n+)?"
    r'^```\w+ title="(?P<path>[^"]+)"\n(?P<text>.*?)^```$',
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Change:
    """Text for a file: a whole new one, or some lines beside the line that has `anchor`."""

    path: str
    text: str
    where: Literal["whole", "after", "before", "instead of"]
    anchor: str = ""

    def apply(self, root: Path) -> None:
        """Write it. Raises `ValueError` for a page that does not fit the project any more."""
        target = root / self.path
        if self.where == "whole":
            if target.exists():
                raise ValueError(f"{self.path} is there already")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(self.text)
            return
        lines = target.read_text().splitlines(keepends=True)
        found = [number for number, line in enumerate(lines) if self.anchor in line]
        if len(found) != 1:
            raise ValueError(f"{self.path} has {len(found)} lines with {self.anchor!r}, not one")
        at = found[0] + (self.where == "after")
        lines[at : at + (self.where == "instead of")] = [self.text]
        target.write_text("".join(lines))


def changes(page: Path) -> list[Change]:
    """Read what a page says to write, in its order."""
    return [
        Change(found["path"], found["text"], found["where"] or "whole", found["anchor"] or "")
        for found in BLOCK.finditer(page.read_text())
    ]
