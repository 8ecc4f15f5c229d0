"""Tests whose program this machine lacks: skipped and named at the end; in CI they fail."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

from support import programs


def skip_or_fail(name: str) -> NoReturn:
    """Raise what ends a test that needs this program."""
    line = next(line for line in programs.lacking() if line.startswith(name))
    if os.environ.get("CI"):
        pytest.fail(line)
    pytest.skip(line)


def report(terminal: pytest.TerminalReporter) -> None:
    """Write, just before the verdict, what could not run and the command that mends it."""
    skipped = [str(report.longrepr) for report in terminal.stats.get("skipped", [])]
    for line in programs.lacking():
        count = sum(line in reason for reason in skipped)
        if count:
            terminal.section("not run", sep="-", yellow=True)
            terminal.line(f"{count} tests: {line}")
