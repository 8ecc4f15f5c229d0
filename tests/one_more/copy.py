"""A scratch copy of the project, in which one more of each kind is added and tested."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GENERATED = ("frontend/src/wire/generated.ts", "frontend/src/wire/catalogue.ts")


@dataclass(frozen=True, slots=True)
class Copy:
    """The project's files as they stand, in a folder of their own, with the packages of the original."""

    root: Path

    @classmethod
    def make(cls, root: Path) -> Copy:
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT,
            capture_output=True,
            check=True,
            text=True,
        )
        for name in filter(None, listed.stdout.split("\0")):
            if (ROOT / name).is_file():
                target = root / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / name, target)
        (root / "frontend" / "node_modules").symlink_to(ROOT / "frontend" / "node_modules")
        return cls(root)

    def run(self, *command: str, within: str = ".") -> None:
        """Run a command there. Raises `AssertionError` with what it printed when it fails."""
        done = subprocess.run(
            command,
            cwd=self.root / within,
            env={
                **os.environ,
                "PYTHONPATH": str(self.root / "server"),
                "PLAYGROUND_PYTHON": sys.executable,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-8000:]}"

    def read(self, name: str) -> str:
        return (self.root / name).read_text()

    def generate(self) -> None:
        """Write the types and the catalogue of the page anew."""
        self.run("node", "scripts/generate-types.mjs", within="frontend")
