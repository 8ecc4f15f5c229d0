"""What holds for every test."""

from __future__ import annotations

import os
import tempfile
from typing import Any

import pytest
from hypothesis import settings

from support import lanes, missing, parts
from support.postgres import postgres as postgres  # a fixture

# A shared machine may stop for longer than Hypothesis's 200 ms in any example.
settings.register_profile("playground", deadline=None)
settings.load_profile("playground")

# Uploads of the tests, and of the servers and trainers that they start, leave the user's own alone.
_FOLDER = tempfile.TemporaryDirectory(prefix="playground-tests-")
os.environ["PLAYGROUND_DATA_DIR"] = _FOLDER.name


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    lanes.sort(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return lanes.LaneScheduling(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    parts.report(terminalreporter)
    missing.report(terminalreporter)
