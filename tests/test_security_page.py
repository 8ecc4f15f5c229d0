"""The page on security names files that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "security.md"
FOLDERS = (ROOT, ROOT / "server" / "playground")


def rows() -> list[list[str]]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if line[:1] == "|"
    ]
    return [row for row in cells if row[0] != "attack" and not row[0].startswith("---")]


def test_each_attack_has_a_bound_and_files_that_are_there() -> None:
    assert len(rows()) > 3
    for row in rows():
        assert len(row) == 3, row
        files = re.findall(r"`([^`]+)`", row[2])
        assert files, row
        missing = [
            name for name in files if not any((folder / name).exists() for folder in FOLDERS)
        ]
        assert not missing, row
