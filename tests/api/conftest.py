"""One web process for the whole folder; a test that breaks it makes its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.data import storage
from support.web import Made, Web, web


@pytest.fixture(scope="session")
def served() -> Iterator[Web]:
    with web(max_sessions=10_000) as running:
        yield running


@pytest.fixture
def made(served: Web) -> Made:
    return served.create()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the uploads of one test lie, and nobody else's."""
    monkeypatch.setenv(storage.FOLDER, str(tmp_path))
    return tmp_path / "uploads"
