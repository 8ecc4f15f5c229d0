"""The address is the experiment."""

from __future__ import annotations

from collections.abc import Callable

import httpx
from playwright.sync_api import Browser, Page, expect

from support.browser import Bench
from support.serving import Server


def address_with_set_up(page: Page) -> str:
    page.wait_for_function("() => location.hash.startsWith('#s=1.')")
    return page.url


def address_after(page: Page, act: Callable[[], object]) -> str:
    """The address once it tells of what `act` has changed."""
    before = address_with_set_up(page)
    act()
    page.wait_for_function("(before) => location.href !== before", arg=before)
    return page.url


def spec_in(server: Server, address: str) -> dict[str, object]:
    link = address.partition("#s=")[2]
    made = httpx.post(f"{server.url}/api/sessions", json={"link": link, "play": False})
    assert made.status_code == 201, made.text
    spec: dict[str, object] = made.json()["spec"]
    return spec


def test_a_second_browser_finds_the_same_experiment(
    bench: Bench, chromium: Browser, server: Server
) -> None:
    address_after(bench.page, lambda: bench.choose("activation-h1", "relu"))
    address_after(bench.page, lambda: bench.at("dataset-moons").click())
    address = address_after(bench.page, lambda: bench.at("more-h2").click())

    other = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    page = other.new_page()
    page.goto(address)
    found = Bench(page, server)
    found.wait_for_steps(1)
    expect(found.at("activation-h1")).to_have_value("relu")
    expect(found.at("dataset-moons")).to_be_checked()
    expect(found.at("neuron-h2-8")).to_be_visible()
    assert spec_in(server, address_with_set_up(page)) == spec_in(server, address)
    other.close()


def test_copy_link_copies_the_address(bench: Bench) -> None:
    address = address_with_set_up(bench.page)
    bench.at("share").click()
    bench.at("copy-link").click()
    assert bench.page.evaluate("navigator.clipboard.readText()") == address


def test_a_reload_finds_the_same_run(bench: Bench) -> None:
    bench.wait_for_steps(500)
    bench.pause()
    step = bench.step
    address_with_set_up(bench.page)
    bench.page.wait_for_function("() => sessionStorage.getItem('session') !== null")
    bench.page.reload()
    bench.wait_for("steps", f"value >= {step}")
    assert not bench.playing()


def test_a_broken_link_says_so_and_begins_all_the_same(page: Page, server: Server) -> None:
    page.expected_complaints = ["422"]  # type: ignore[attr-defined]
    bench = Bench(page, server).open("#s=1.this-is-damaged")
    expect(bench.at("problem")).to_be_visible()
    expect(bench.at("problem")).to_contain_text("link")


def test_a_broken_link_pasted_into_a_page_leaves_its_work_alone(bench: Bench) -> None:
    bench.page.expected_complaints = ["422"]  # type: ignore[attr-defined]
    address = address_after(bench.page, lambda: bench.choose("activation-h1", "relu"))
    bench.page.evaluate("location.hash = 's=1.damaged'")
    expect(bench.at("problem")).to_be_visible()
    expect(bench.at("activation-h1")).to_have_value("relu")
    expect(bench.at("undo")).to_be_enabled()
    bench.page.wait_for_function("(address) => location.href === address", arg=address)


def test_two_pages_of_one_session_undo_their_own(bench: Bench, server: Server) -> None:
    address_with_set_up(bench.page)
    bench.page.wait_for_function("() => sessionStorage.getItem('session') !== null")
    kept = bench.page.evaluate("sessionStorage.getItem('session')")
    page = bench.page.context.new_page()
    page.add_init_script(f"sessionStorage.setItem('session', {kept!r})")
    page.goto(bench.page.url)
    other = Bench(page, server)
    expect(other.at("neuron-h1-0")).to_be_visible()
    bench.at("more-h1").click()
    expect(other.at("neuron-h1-8")).to_be_visible()
    other.at("more-h2").click()
    expect(bench.at("neuron-h2-8")).to_be_visible()
    bench.at("undo").click()
    expect(other.at("neuron-h1-8")).to_have_count(0)
    expect(bench.at("neuron-h2-8")).to_be_visible()
    page.close()
