"""The line between page and server: lost in the middle of work, silent, and without WebSockets."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from support.browser import Bench
from support.proxies import Proxy, is_no_upgrade, passes, proxy
from support.serving import Server, free_port, start
from support.web import until

EDITS = 100
NOTICED_WITHIN_MS = 5000
"""Four seconds, and what a busy machine takes to draw it."""
AWAY = ["WebSocket", "net::ERR_", "Failed to load"]


@contextmanager
def served_through(lets_in: Callable[[bytes], bool] = passes) -> Iterator[tuple[Server, Proxy]]:
    """A server, and a proxy before it at which people open its page."""
    port = free_port()
    with proxy(port, lets_in) as between:
        server = start(port, "--origin", between.url)
        try:
            yield server, between
        finally:
            server.kill()


@pytest.fixture(scope="module")
def through() -> Iterator[tuple[Server, Proxy]]:
    with served_through() as made:
        yield made


def kept(page: Page) -> tuple[str, str]:
    """The id and the token of the page's session."""
    stored = json.loads(page.evaluate("sessionStorage.getItem('session')"))
    return stored["id"], stored["token"]


def history(server: Server, page: Page) -> list[int]:
    """The revisions of the page's session, the oldest first."""
    id, token = kept(page)
    found: list[int] = []
    newest = None
    while newest is None or newest > 0:
        answer = httpx.get(
            f"{server.url}/api/sessions/{id}/history",
            params={} if newest is None else {"from": newest},
            headers={"Authorization": f"Bearer {token}"},
        )
        found += [each["revision"] for each in answer.json()]
        newest = min(found) - 1
    return sorted(found)


def rate(server: Server, page: Page) -> float:
    id, token = kept(page)
    headers = {"Authorization": f"Bearer {token}"}
    state = httpx.get(f"{server.url}/api/sessions/{id}", headers=headers).json()
    return float(state["spec"]["training"]["learning_rate"])


def edit(bench: Bench, number: int) -> None:
    bench.type_number("learning-rate", number / 1000)


def all_are_there_once(bench: Bench, server: Server) -> None:
    # The page says only after two seconds that an answer is slow: without a word some may be on their way.
    until(lambda: history(server, bench.page)[-1] > EDITS, within_s=30)
    expect(bench.at("waiting")).to_have_count(0, timeout=30_000)
    expect(bench.at("reconnecting")).to_have_count(0, timeout=30_000)
    assert history(server, bench.page) == list(range(1, EDITS + 2))
    assert rate(server, bench.page) == EDITS / 1000


def test_all_edits_are_there_once_after_the_network_was_away(page: Page, server: Server) -> None:
    page.expected_complaints = AWAY  # type: ignore[attr-defined]
    bench = Bench(page, server).open()
    for number in range(1, EDITS + 1):
        edit(bench, number)
        if number == 40:
            page.context.set_offline(True)
        if number == 50:
            # And those before that were not answered yet.
            expect(bench.at("waiting")).to_contain_text(
                re.compile(r": [1-4]\d\."), timeout=NOTICED_WITHIN_MS
            )
        if number == 60:
            page.context.set_offline(False)
    all_are_there_once(bench, server)
    before = bench.step
    bench.wait_for_steps(before + 50)


def test_all_edits_are_there_once_after_a_line_that_went_dead(
    page: Page, through: tuple[Server, Proxy]
) -> None:
    """No event tells of it: bytes are swallowed, and nothing is closed."""
    page.expected_complaints = AWAY  # type: ignore[attr-defined]
    server, between = through
    bench = Bench(page, Server(server.process, between.port)).open()
    for number in range(1, EDITS + 1):
        edit(bench, number)
        if number == 40:
            between.dead = True
        if number == 60:
            expect(bench.at("reconnecting")).to_be_visible(timeout=NOTICED_WITHIN_MS)
            expect(bench.at("waiting")).to_be_visible()
            between.dead = False
    all_are_there_once(bench, server)


def test_what_waits_outlives_a_reload(page: Page, server: Server) -> None:
    page.expected_complaints = AWAY  # type: ignore[attr-defined]
    bench = Bench(page, server).open()
    edit(bench, 1)
    until(lambda: rate(server, page) == 0.001)
    page.route("**/api/sessions/*/spec", lambda route: route.abort())
    edit(bench, 2)
    edit(bench, 3)
    expect(bench.at("waiting")).to_contain_text("2")
    page.unroute("**/api/sessions/*/spec")
    page.reload()
    expect(bench.at("learning-rate")).to_have_value("0.003", timeout=15_000)
    until(lambda: rate(server, page) == 0.003)
    expect(bench.at("waiting")).to_have_count(0)
    bench.wait_for_steps(1)
    assert history(server, page) == [1, 2, 3, 4]


def test_a_reload_that_misses_the_newest_address_finds_the_session(
    page: Page, server: Server
) -> None:
    """What a page writes while it is being reloaded, its browser may leave out of the reload."""
    bench = Bench(page, server).open()
    bench.pause()
    page.wait_for_function("location.hash.startsWith('#s=')")
    id = kept(page)[0]
    earlier = ""
    for number in (1, 2):
        earlier = page.evaluate("location.hash")
        edit(bench, number)
        page.wait_for_function("old => location.hash !== old", arg=earlier)
    page.evaluate("old => history.replaceState(null, '', old)", earlier)
    page.reload()
    expect(bench.at("learning-rate")).to_have_value("0.002")
    assert kept(page)[0] == id
    # Come upon from elsewhere, it is the set-up that it tells of.
    page.goto("about:blank")
    page.goto(f"{server.url}/{earlier}")
    expect(bench.at("learning-rate")).to_have_value("0.001")
    assert kept(page)[0] != id


@pytest.fixture(scope="module")
def filtered() -> Iterator[tuple[Server, Proxy]]:
    with served_through(is_no_upgrade) as (server, between):
        yield Server(server.process, between.port), between


def test_a_page_trains_and_edits_where_websockets_are_refused(
    page: Page, filtered: tuple[Server, Proxy]
) -> None:
    page.expected_complaints = ["WebSocket"]  # type: ignore[attr-defined]
    server, between = filtered
    bench = Bench(page, server).open()
    assert between.refused > 0
    expect(bench.at("sockets-refused")).to_contain_text("WebSocket")
    expect(bench.at("sockets-refused")).to_contain_text(f"ws://127.0.0.1:{between.port}/api/")
    bench.pause()
    bench.type_number("learning-rate", 0.005)
    bench.play()
    bench.wait_for_steps(bench.step + 200)
    bench.wait_for_both_shades()
    assert rate(server, page) == 0.005
    bench.at("sockets-refused-close").click()
    expect(bench.at("sockets-refused")).to_have_count(0)


def test_a_class_where_websockets_are_refused(
    chromium: Browser, filtered: tuple[Server, Proxy]
) -> None:
    server, _ = filtered
    teacher, pupil = (chromium.new_context(locale="en-US").new_page() for _ in range(2))
    try:
        made = httpx.post(f"{server.url}/api/sessions", json={"play": True}).json()
        opened = httpx.post(
            f"{server.url}/api/classes",
            json={"session": made["id"]},
            headers={"Authorization": f"Bearer {made['links']['edit']}"},
        ).json()
        teacher.goto(f"{server.url}/class/{opened['id']}#{opened['token']}")
        expect(teacher.get_by_test_id("sockets-refused")).to_be_visible(timeout=20_000)
        pupil.goto(f"{server.url}/join/{opened['code']}")
        pupil.get_by_test_id("join-nickname").fill("Ada")
        pupil.get_by_test_id("join-class").click()
        bench = Bench(pupil, server)
        bench.play()
        bench.wait_for_steps(20)
        expect(teacher.get_by_text("Ada")).to_be_visible(timeout=20_000)
    finally:
        teacher.context.close()
        pupil.context.close()
