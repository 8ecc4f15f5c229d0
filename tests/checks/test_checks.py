"""The linters, the type checkers and the page's own tests, each as one test that runs beside the others."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = sys.executable
NPM = (PYTHON, "server/build_frontend.py", "run")

CHECKS = {
    "the page's tests": (*NPM, "test"),
    "mypy": (PYTHON, "-m", "mypy"),
    "tsc and biome": (*NPM, "check"),
    "imports": (str(Path(PYTHON).with_name("lint-imports")),),
    "generated types": (*NPM, "types", "--", "--check"),
    "spelling": (
        *(PYTHON, "-m", "codespell_lib"),
        *("server", "frontend/src", "tests", "docs", "README.md", "CONTRIBUTING.md", "SECURITY.md"),
    ),
    "ruff": (PYTHON, "-m", "ruff", "check", "server", "tests"),
    "ruff's format": (PYTHON, "-m", "ruff", "format", "--check", "server", "tests"),
}
NICENESS = 5
"""They fill the time in which other tests wait for their servers and browsers."""


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", CHECKS)
def test_nothing_is_found_by(name: str, record_property: pytest.RecordProperty) -> None:
    plain = {"NO_COLOR": "1", "FORCE_COLOR": "0", "CI": "1"}
    done = subprocess.run(
        CHECKS[name],
        cwd=ROOT,
        env={**os.environ, **plain},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=lambda: os.nice(NICENESS),
    )
    if done.returncode:
        pytest.fail(f"{' '.join(CHECKS[name])}\n{done.stdout}", pytrace=False)
    record_property("check", f"{name}: {_verdict(done.stdout)}")


def _verdict(output: str) -> str:
    """Return the line that says what was looked at."""
    lines = [" ".join(line.split()) for line in output.splitlines() if line.strip()]
    counts = [
        line for line in lines if re.match(r"Tests |Success|Contracts|Checked|All checks", line)
    ]
    return (counts or lines or [""])[-1]
