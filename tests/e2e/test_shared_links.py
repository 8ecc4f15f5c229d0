"""Several people at one session: who may do what, whose edit counts, and who is sent away."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Page, Route, expect

from support.browser import Bench, Visit
from support.serving import start


def kept(page: Page) -> dict[str, str]:
    """The session of this tab and its token."""
    page.wait_for_function("() => sessionStorage.getItem('session') !== null")
    found: dict[str, str] = json.loads(page.evaluate("sessionStorage.getItem('session')"))
    return found


def call(bench: Bench, method: str, path: str = "", **more: Any) -> httpx.Response:
    mine = kept(bench.page)
    answer = httpx.request(
        method,
        f"{bench.server.url}/api/sessions/{mine['id']}{path}",
        headers={"Authorization": f"Bearer {mine['token']}"},
        **more,
    )
    assert answer.is_success, answer.text
    return answer


def spec_of(bench: Bench) -> dict[str, Any]:
    found: dict[str, Any] = call(bench, "GET").json()["spec"]
    return found


def link(bench: Bench, right: str, label: str = "", until: float | None = None) -> str:
    """A link's whole address, as its maker hands it on."""
    made = call(
        bench, "POST", "/links", json={"right": right, "label": label, "until": until}
    ).json()
    return f"{bench.server.url}/s/{kept(bench.page)['id']}#{made['token']}"


def call_me(bench: Bench, name: str) -> None:
    bench.at("share").click()
    bench.at("my-name").fill(name)
    bench.at("my-name").press("Enter")
    bench.at("sharing-close").click()


def hold_edits(page: Page) -> Callable[[], None]:
    """Keeps back what the page asks to edit, until the answer is called."""
    held: list[Route] = []
    holds = True

    def come(route: Route) -> None:
        if holds:
            held.append(route)
        else:
            route.continue_()

    def let_go() -> None:
        nonlocal holds
        holds = False
        for route in held:
            route.continue_()

    page.route("**/spec", come)
    return let_go


def test_the_dialog_makes_a_link_that_lets_watch_and_no_more(bench: Bench, visit: Visit) -> None:
    bench.at("share").click()
    for right, allowed in {"view": "Can copy", "fork": "own copy", "edit": "delete it"}.items():
        expect(bench.at(f"right-{right}").locator("..")).to_contain_text(allowed)
    bench.at("right-view").check()
    bench.at("link-label").fill("Class 7b")
    bench.at("make-link").click()
    address = bench.at("made-address").input_value()
    assert re.fullmatch(rf"{bench.server.url}/s/[\w-]+#[\w-]{{32}}", address)
    expect(bench.at("link-Class 7b")).to_contain_text("Watch")
    bench.at("copy-made").click()
    assert bench.page.evaluate("navigator.clipboard.readText()") == address
    bench.at("qr-large").click()
    expect(bench.at("large-qr").get_by_role("img")).to_be_visible()
    bench.page.keyboard.press("Escape")
    expect(bench.at("large-qr")).to_have_count(0)
    bench.page.keyboard.press("Escape")
    expect(bench.at("sharing")).to_have_count(0)
    expect(bench.at("share")).to_be_focused()

    guest = visit(address)
    guest.wait_for_steps(1)
    expect(guest.at("watching")).to_contain_text("your own copy")
    for control in ("play", "reset", "speed", "noise", "learning-rate", "more-h1"):
        expect(guest.at(control)).to_be_disabled()
    guest.open_data("images")
    expect(guest.at("dataset-digits")).to_be_visible()
    expect(guest.at("dataset-digits").get_by_role("radio")).to_be_disabled()
    guest.wait_for_steps(guest.step + 200)
    bench.at("more-h1").click()
    expect(guest.at("neuron-h1-8")).to_be_visible()
    assert guest.page.url == address
    guest.page.reload()
    guest.wait_for_steps(1)
    expect(guest.at("watching")).to_be_visible()


def test_who_watches_plays_on_with_a_copy_by_one_click(bench: Bench, visit: Visit) -> None:
    guest = visit(link(bench, "view"))
    guest.wait_for_steps(300)
    guest.at("own-copy").click()
    guest.page.wait_for_url(f"{bench.server.url}/*")
    expect(guest.at("watching")).to_have_count(0)
    guest.wait_for_steps(300)
    guest.at("more-h1").click()
    expect(guest.at("neuron-h1-8")).to_be_visible()
    guest.play()
    guest.wait_for_steps(guest.step + 100)
    expect(bench.at("neuron-h1-8")).to_have_count(0)
    assert kept(guest.page)["id"] != kept(bench.page)["id"]


def test_a_link_to_copy_makes_the_copy_at_once(bench: Bench, visit: Visit) -> None:
    bench.wait_for_steps(300)
    bench.pause()
    guest = visit(link(bench, "fork"))
    guest.page.wait_for_url(re.compile(re.escape(f"{bench.server.url}/") + "(#.*)?$"))
    guest.wait_for("steps", "value > 0")
    guest.choose("activation-h1", "relu")
    expect(guest.at("activation-h1")).to_have_value("relu")
    expect(bench.at("activation-h1")).to_have_value("tanh")


def test_edits_of_different_fields_at_once_both_survive(bench: Bench, visit: Visit) -> None:
    other = visit(link(bench, "edit"))
    other.wait_for_steps(1)
    let_go = hold_edits(other.page)
    other.choose("activation-h2", "relu")
    with bench.page.expect_response("**/spec"):
        bench.type_number("learning-rate", 0.003)
    let_go()
    expect(other.at("learning-rate")).to_have_value("0.003")
    expect(bench.at("activation-h2")).to_have_value("relu")
    expect(other.at("activation-h2")).to_have_value("relu")
    expect(bench.at("learning-rate")).to_have_value("0.003")
    expect(other.at("conflict")).to_have_count(0)
    spec = spec_of(bench)
    assert spec["training"]["learning_rate"] == 0.003
    assert spec["network"]["layers"][1]["activation"] == "relu"


def test_the_later_edit_of_one_field_is_told_plainly(bench: Bench, visit: Visit) -> None:
    call_me(bench, "Ada")
    other = visit(link(bench, "edit"))
    other.wait_for_steps(1)
    let_go = hold_edits(other.page)
    other.type_number("learning-rate", 0.1)
    with bench.page.expect_response("**/spec"):
        bench.type_number("learning-rate", 0.003)
    let_go()
    conflict = other.at("conflict")
    expect(conflict).to_contain_text("Ada")
    expect(conflict).to_contain_text("Learning rate")
    expect(conflict).to_contain_text("0.003")
    expect(conflict).to_contain_text("0.1")
    expect(other.at("learning-rate")).to_have_value("0.003")
    other.at("put-mine").click()
    expect(conflict).to_have_count(0)
    expect(bench.at("learning-rate")).to_have_value("0.1")
    assert spec_of(bench)["training"]["learning_rate"] == 0.1


def test_people_see_each_other_and_who_changed_what(bench: Bench, visit: Visit) -> None:
    expect(bench.at("people")).to_have_count(0)
    call_me(bench, "Ada")
    other = visit(link(bench, "edit"))
    other.wait_for_steps(1)
    call_me(other, "김하나")
    bench.at("people").click()
    expect(bench.at("person").filter(has_text="Ada")).to_contain_text("you")
    expect(bench.at("person").filter(has_text="김하나")).to_contain_text("can edit")
    bench.page.keyboard.press("Escape")
    other.type_number("learning-rate", 0.003)
    expect(bench.at("news")).to_have_text("김하나 changed: Learning rate")
    bench.choose("activation-h1", "relu")
    expect(other.at("news")).to_have_text("Ada changed: Layer 1, Activation")
    bench.at("people").click()
    bench.at("people-history").click()
    edits = bench.at("edits").get_by_role("listitem")
    expect(edits.nth(0)).to_contain_text("Ada")
    expect(edits.nth(0)).to_contain_text("Layer 1, Activation")
    expect(edits.nth(1)).to_contain_text("김하나")
    expect(edits.nth(1)).to_contain_text("Learning rate")
    bench.at("history-close").click()
    other.page.close()
    expect(bench.at("people")).to_have_count(0)


def test_a_name_is_kept_for_the_next_session(bench: Bench, visit: Visit) -> None:
    other = visit(link(bench, "view"))
    call_me(other, "Grace")
    other.page.reload()
    # While it is away nobody is there to be listed.
    expect(other.at("people")).to_be_visible()
    bench.at("people").click()
    expect(bench.at("person").filter(has_text="Grace")).to_contain_text("watching")


def test_a_link_that_is_switched_off_sends_away_who_came_by_it(bench: Bench, visit: Visit) -> None:
    address = link(bench, "edit", "Grace")
    other = visit(address)
    other.wait_for_steps(1)
    bench.at("share").click()
    row = bench.at("link-Grace")
    row.get_by_test_id("revoke").click()
    expect(other.at("sent-away")).to_have_count(0)
    row.get_by_test_id("revoke").click()
    expect(other.at("sent-away-why")).to_contain_text("turned off")
    expect(row).to_contain_text("turned off")
    expect(row.get_by_test_id("revoke")).to_have_count(0)
    expect(bench.at("links")).to_be_focused()
    bench.page.keyboard.press("Escape")
    expect(bench.at("sharing")).to_have_count(0)
    late = visit(address)
    expect(late.at("sent-away-why")).to_contain_text("turned off")
    late.at("begin-own").click()
    late.wait_for_steps(1)
    expect(late.at("watching")).to_have_count(0)


def test_a_dialog_that_the_browser_closes_by_itself_is_closed(bench: Bench) -> None:
    bench.at("share").click()
    bench.at("sharing").evaluate("(dialog) => dialog.close()")
    expect(bench.at("sharing")).to_have_count(0)
    bench.at("share").click()
    expect(bench.at("sharing")).to_be_visible()


def test_the_last_way_in_cannot_be_switched_off(bench: Bench) -> None:
    bench.page.expected_complaints = ["409"]  # type: ignore[attr-defined]
    bench.at("share").click()
    mine = bench.at("links").get_by_role("listitem").filter(has_text="this page")
    mine.get_by_test_id("revoke").click()
    mine.get_by_test_id("revoke").click()
    expect(bench.at("share-problem")).to_contain_text("last")
    expect(mine.get_by_test_id("revoke")).to_be_visible()


def test_a_link_ends_when_its_time_is_over(bench: Bench, visit: Visit) -> None:
    address = link(bench, "view", until=time.time() + 8)
    guest = visit(address)
    expect(guest.at("watching")).to_be_visible()
    expect(guest.at("sent-away-why")).to_contain_text("has expired", timeout=15_000)
    late = visit(address)
    expect(late.at("sent-away-why")).to_contain_text("has expired")


def test_an_address_without_its_key_says_what_is_missing(bench: Bench, visit: Visit) -> None:
    guest = visit(link(bench, "view").partition("#")[0])
    expect(guest.at("sent-away-why")).to_contain_text("complete link")
    lost = visit(f"{bench.server.url}/s/no-such-session#nothing")
    expect(lost.at("begin-own")).to_be_visible()


def test_a_page_shows_the_session_in_a_frame(bench: Bench, visit: Visit) -> None:
    bench.at("share").click()
    bench.at("right-view").check()
    bench.at("make-link").click()
    bench.at("embed").click()
    bench.at("embed-width").fill("640")
    bench.at("embed-width").press("Enter")
    code = bench.at("embed-code").input_value()
    assert 'width="640"' in code
    around = visit(f"{bench.server.url}/healthz").page
    around.evaluate("(code) => { document.body.innerHTML = code; }", code)
    frame = around.frame_locator("iframe")
    expect(frame.get_by_test_id("boundary")).to_be_visible()
    expect(frame.get_by_test_id("play")).to_be_disabled()
    expect(frame.get_by_test_id("share")).to_have_count(0)
    expect(frame.get_by_test_id("loss-train")).to_have_text(re.compile(r"\d"))
    whole = frame.get_by_test_id("open-playground").get_attribute("href")
    assert whole == bench.at("made-address").input_value()


def test_a_preview_is_public_only_once_it_is_switched_on(bench: Bench) -> None:
    picture = f"{bench.server.url}/api/sessions/{kept(bench.page)['id']}/picture.png"
    assert httpx.get(picture).status_code == 404
    bench.at("share").click()
    with bench.page.expect_response("**/preview"):
        bench.at("share-preview").check()
    assert httpx.get(picture).headers["content-type"] == "image/png"
    bench.at("sharing-close").click()
    bench.at("share").click()
    expect(bench.at("share-preview")).to_be_checked()


def test_pages_go_on_by_themselves_after_the_server_was_killed(
    page: Page, chromium: Browser, tmp_path: Path
) -> None:
    page.expected_complaints = ["WebSocket", "net::ERR_", "503"]  # type: ignore[attr-defined]
    first = start(None, "--data-dir", str(tmp_path))
    bench = Bench(page, first).open()
    bench.choose("activation-h1", "relu")
    bench.wait_for_steps(2000)
    mine = kept(page)
    address = link(bench, "edit")
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    other = Bench(context.new_page(), first)
    other.page.goto(address)
    other.wait_for_steps(2000)
    first.kill()
    again = None
    try:
        expect(bench.at("reconnecting")).to_be_visible(timeout=10_000)
        reached = bench.step
        # Wished while nobody hears it.
        bench.type_number("learning-rate", 0.003)
        again = start(first.port, "--data-dir", str(tmp_path))
        expect(bench.at("reconnecting")).to_have_count(0, timeout=30_000)
        bench.wait_for("steps", f"value > 1000 && value > {reached} - 3000")
        expect(bench.at("activation-h1")).to_have_value("relu")
        expect(other.at("learning-rate")).to_have_value("0.003")
        before = other.step
        other.wait_for_steps(before + 500)
        assert kept(page)["id"] == mine["id"]
        assert other.page.url == address
        assert spec_of(bench)["training"]["learning_rate"] == 0.003
    finally:
        context.close()
        if again is not None:
            again.process.terminate()
            again.process.wait(10)


def test_a_session_is_deleted_for_all_who_look_at_it(bench: Bench, visit: Visit) -> None:
    bench.page.expected_complaints = ["404"]  # type: ignore[attr-defined]
    bench.wait_for_steps(1)
    gone = kept(bench.page)
    guest = visit(link(bench, "view"))
    guest.wait_for_steps(1)
    bench.at("share").click()
    bench.at("delete-session").click()
    expect(bench.at("delete-session")).to_contain_text("permanently")
    bench.at("delete-session").click()
    expect(bench.at("sharing")).to_have_count(0)
    bench.page.wait_for_function(
        "(gone) => JSON.parse(sessionStorage.getItem('session') ?? '{}').id !== gone",
        arg=gone["id"],
    )
    bench.wait_for_steps(1)
    assert kept(bench.page)["id"] != gone["id"]
    expect(bench.at("lost")).to_have_count(0)
    expect(guest.at("lost")).to_be_visible()
    answer = httpx.get(
        f"{bench.server.url}/api/sessions/{gone['id']}",
        headers={"Authorization": f"Bearer {gone['token']}"},
    )
    assert answer.status_code == 404


def test_who_only_watches_cannot_delete(bench: Bench, visit: Visit) -> None:
    guest = visit(link(bench, "view"))
    guest.at("share").click()
    expect(guest.at("share-history")).to_be_visible()
    expect(guest.at("delete-session")).to_have_count(0)
