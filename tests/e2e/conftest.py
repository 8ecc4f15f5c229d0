"""A real server and a real Chromium. Everything stays on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from support import programs
from support.browser import Bench, Visit, launch
from support.class_pages import Room, room_of
from support.missing import skip_or_fail
from support.serving import Server, serve


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/e2e/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve("--data-dir", str(tmp_path_factory.mktemp("data"))) as running:
        yield running


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server for one test alone, which may break it."""
    with serve() as running:
        yield running


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    if programs.browser() is None:
        skip_or_fail("A browser")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(
        viewport={"width": 1440, "height": 900}, locale="en-US", reduced_motion="no-preference"
    )
    made.grant_permissions(["clipboard-read", "clipboard-write"])
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(f"page error: {error}"))
    opened.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    opened.on(
        "request",
        lambda request: (
            complaints.append(f"left the machine: {request.url}")
            if not request.url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:"))
            else None
        ),
    )
    opened.expected_complaints = []  # type: ignore[attr-defined]
    yield opened
    expected: list[str] = opened.expected_complaints  # type: ignore[attr-defined]
    unexpected = [text for text in complaints if not any(part in text for part in expected)]
    assert unexpected == []


@pytest.fixture
def bench(page: Page, server: Server) -> Bench:
    """The page, open on the default experiment."""
    return Bench(page, server).open()


@pytest.fixture
def visit(chromium: Browser, server: Server) -> Iterator[Visit]:
    """Opens an address in a browser of its own, as somebody else would."""
    contexts = []

    def opened(address: str) -> Bench:
        context = chromium.new_context(
            viewport={"width": 1440, "height": 900}, locale="en-US", reduced_motion="no-preference"
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return Bench(page, server)

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def room(chromium: Browser, server: Server) -> Iterator[Room]:
    """The pages of a class: its teacher's, and those of three pupils."""
    with room_of(chromium, server) as opened:
        yield opened
