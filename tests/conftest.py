"""What holds for every test."""

from __future__ import annotations

import os
import tempfile

import pytest
from hypothesis import settings

from support.postgres import postgres as postgres  # a fixture

# A shared machine may stop for longer than Hypothesis's 200 ms in any example.
settings.register_profile("playground", deadline=None)
settings.load_profile("playground")

# Uploads of the tests, and of the servers and trainers that they start, leave the user's own alone.
_FOLDER = tempfile.TemporaryDirectory(prefix="playground-tests-")
os.environ["PLAYGROUND_DATA_DIR"] = _FOLDER.name


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright keeps an event loop running in this thread to the end."""
    items.sort(key=lambda item: "/e2e/" in item.path.as_posix())
