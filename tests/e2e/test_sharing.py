"""The address is the experiment."""

from __future__ import annotations

import httpx
from playwright.sync_api import Browser, Page, expect

from support.browser import Bench
from support.serving import Server


def address_with_set_up(page: Page) -> str:
    page.wait_for_function("() => location.hash.startsWith('#s=1.')")
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
    bench.choose("activation-h1", "relu")
    bench.at("dataset-moons").click()
    bench.at("more-h2").click()
    bench.page.wait_for_function(
        "() => new Promise(done => { const was = location.hash;"
        " setTimeout(() => done(location.hash === was && was !== ''), 500) })"
    )
    address = address_with_set_up(bench.page)

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
