"""One web process for the whole folder; a test that breaks it makes its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.web import Made, Web, web


@pytest.fixture(scope="session")
def served() -> Iterator[Web]:
    with web(max_sessions=10_000) as running:
        yield running


@pytest.fixture
def made(served: Web) -> Made:
    return served.create()
