"""What each part of the tests took, and what the checks said, written just before the verdict."""

from __future__ import annotations

from collections import Counter

import pytest

MIN_TESTS = 200
"""Of fewer tests no table is written: who runs one file has `--durations`."""


def report(terminal: pytest.TerminalReporter) -> None:
    stats = terminal.stats
    reports = [each for kind in ("passed", "failed", "skipped", "") for each in stats.get(kind, [])]
    for line in _said(reports):
        terminal.line(line)
    seconds, tests = Counter[str](), Counter[str]()
    for each in reports:
        part = _part(each.nodeid)
        seconds[part] += each.duration
        tests[part] += each.when == "call"
    if tests.total() < MIN_TESTS:
        return
    terminal.section("seconds of each part, added up over its processes", sep="-")
    for part, took in seconds.most_common():
        terminal.line(f"{part:20} {tests[part]:6} tests {took:8.1f} s")


def _said(reports: list[pytest.TestReport]) -> list[str]:
    properties = [item for each in reports if each.when == "call" for item in each.user_properties]
    return [str(value) for name, value in properties if name == "check"]


def _part(nodeid: str) -> str:
    """Return the folder under tests/, or the file that stands there."""
    return nodeid.partition("::")[0].removeprefix("tests/").partition("/")[0]
