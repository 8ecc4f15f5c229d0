"""A class: a teacher and three pupils, each in a browser of their own."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from support.browser import LEARNS_WITHIN_MS, Bench
from support.class_pages import NAMES, Room, joined, opened
from support.serving import Server, start


def test_everybody_is_seen_and_their_figures_move(room: Room) -> None:
    for name in NAMES:
        expect(room.tile(name)).to_have_attribute("data-online", "true")
        expect(room.tile(name).locator("[data-there=true]")).to_be_visible()
    mina = room.pupils["Mina"]
    mina.play()
    expect(room.tile("Mina").get_by_test_id("tile-state")).to_contain_text("training")
    expect(room.tile("Mina").get_by_test_id("tile-step")).not_to_have_text("0")
    expect(room.tile("Mina").get_by_test_id("tile-score")).to_have_text(re.compile(r"\d+\.\d%"))
    expect(room.tile("Jun").get_by_test_id("tile-step")).to_have_text("0")
    room.at("sort").select_option("step")
    expect(room.at("tiles").locator("li").first).to_have_attribute("data-testid", "pupil-Mina")


def test_the_code_may_be_typed_as_it_is_read_out(
    room: Room, chromium: Browser, server: Server
) -> None:
    late = Bench(opened(chromium), server).open()
    late.at("class").click()
    late.at("join-code").fill(f"{room.code[:3]} {room.code[3:]}".lower())
    late.at("join-nickname").fill("Mina")
    late.at("join-class").click()
    # Two of a name cannot be told apart.
    expect(late.at("pupil-name")).to_have_text(re.compile(r"Mina.+"))
    expect(room.at("tiles").locator("li")).to_have_count(4)
    late.page.context.close()


def test_a_wrong_code_says_so(chromium: Browser, server: Server) -> None:
    page = opened(chromium, width=390)
    page.goto(f"{server.url}/join/XXXXXX")
    page.get_by_test_id("join-nickname").fill("Mina")
    page.get_by_test_id("join-class").click()
    expect(page.get_by_test_id("join-why")).to_contain_text("no class with this code")
    page.context.close()


def test_a_reload_comes_back_to_the_same_seat(room: Room) -> None:
    jun = room.pupils["Jun"]
    jun.choose("activation-h1", "relu")
    jun.page.reload()
    expect(jun.at("pupil-name")).to_have_text("Jun")
    expect(jun.at("activation-h1")).to_have_value("relu")
    other = jun.page.context.new_page()
    other.goto(f"{jun.server.url}/join/{room.code}")
    other.get_by_test_id("join-again").click()
    expect(other.get_by_test_id("pupil-name")).to_have_text("Jun")
    expect(room.at("tiles").locator("li")).to_have_count(3)


def test_a_hand_is_raised_and_lowered(room: Room) -> None:
    hand = room.pupils["Jun"].at("hand")
    hand.click()
    expect(hand).to_have_attribute("aria-pressed", "true")
    expect(room.tile("Jun").get_by_test_id("tile-hand")).to_be_visible()
    room.at("sort").select_option("hand")
    expect(room.at("tiles").locator("li").first).to_have_attribute("data-testid", "pupil-Jun")
    room.deed("Jun", "lower-hand")
    expect(hand).to_have_attribute("aria-pressed", "false")
    expect(room.tile("Jun").get_by_test_id("tile-hand")).to_have_count(0)


def test_eyes_here_and_back(room: Room) -> None:
    mina = room.pupils["Mina"]
    mina.play()
    mina.wait_for_steps(1)
    # A dialog that is open already does not lie above it.
    mina.at("lessons").click()
    room.at("eyes").click()
    for bench in room.pupils.values():
        expect(bench.at("veil")).to_be_visible()
    expect(room.at("eyes")).to_have_attribute("aria-pressed", "true")
    expect(room.at("eyes-on")).to_be_visible()
    expect(room.tile("Mina").get_by_test_id("tile-state")).to_contain_text("paused")
    for key in ("Tab", "Escape", "Escape", "Escape", "Tab", "Space", "s"):
        mina.page.keyboard.press(key)
    expect(mina.at("veil")).to_be_visible()
    behind = "() => document.activeElement.closest('.workbench > :not(.veil)') !== null"
    assert mina.page.evaluate(behind) is False
    expect(mina.at("play")).to_have_attribute("data-playing", "false")
    room.at("eyes-back").click()
    for bench in room.pupils.values():
        expect(bench.at("veil")).to_have_count(0)
        expect(bench.at("play")).to_be_enabled()


def test_a_push_keeps_or_replaces(room: Room) -> None:
    jun, mina = room.pupils["Jun"], room.pupils["Mina"]
    for bench in (jun, mina):
        bench.choose_data("moons")
        expect(bench.at("dataset-moons")).to_be_checked()
    room.at("push").click()
    expect(room.at("push-form")).to_contain_text("Spiral")
    room.at("push-keep").check()
    room.at("push-yes").click()
    for bench in room.pupils.values():
        expect(bench.at("dataset-spiral")).to_be_checked()
        expect(bench.at("kept-new")).to_be_visible()
    jun.at("kept").click()
    with jun.page.context.expect_page() as kept:
        jun.at("kept-work").click()
    expect(kept.value.get_by_test_id("dataset-moons")).to_be_checked()

    mina.choose_data("circle")
    expect(mina.at("dataset-circle")).to_be_checked()
    room.deed("Mina", "push-this")
    room.at("push-replace").check()
    room.at("push-yes").click()
    expect(mina.at("dataset-spiral")).to_be_checked()
    expect(mina.at("kept-new")).to_have_text("Your teacher gave you a new set-up.")
    expect(mina.at("kept")).to_have_text("Saved work (1)")
    # Of that nothing was carried over, and it is no news of somebody's.
    expect(mina.at("carried")).to_have_text("")


def test_parts_are_locked_and_hidden(room: Room) -> None:
    jun = room.pupils["Jun"]
    room.put("lock-network")
    expect(jun.at("locked-network")).to_be_visible()
    expect(jun.at("activation-h1")).to_be_disabled()
    expect(jun.at("learning-rate")).to_be_enabled()
    room.put("hide-data")
    expect(jun.at("data-panel")).to_have_count(0)
    room.put("hide-transport")
    expect(jun.at("play")).to_have_count(0)
    jun.page.keyboard.press("Space")
    expect(jun.at("problem")).to_contain_text("locked")
    # One after the other, faster than the class can tell of it.
    room.at("controls").click()
    for area in ("network", "data", "transport"):
        room.at(f"show-{area}").check()
    room.teacher.keyboard.press("Escape")
    expect(jun.at("data-panel")).to_be_visible()
    expect(jun.at("activation-h1")).to_be_enabled()
    expect(jun.at("play")).to_be_enabled()


def test_a_challenge_is_won(room: Room) -> None:
    mina, jun = room.pupils["Mina"], room.pupils["Jun"]
    room.at("challenge").click()
    room.at("limit-parameters").fill("200")
    room.at("limit-steps").fill("3000")
    room.at("limit-layers").fill("3")
    room.at("target").fill("55")
    room.at("challenge-begin").click()
    expect(mina.at("own-challenge")).to_be_visible()
    expect(mina.at("locked-data")).to_be_visible()
    expect(mina.at("use-parameters")).to_contain_text("of 200")
    expect(jun.at("uses")).to_have_attribute("data-over", "false")
    jun.at("more-h1").click(click_count=12, delay=0)
    mina.play()
    entry = room.at("board").get_by_test_id("entry-Mina")
    expect(entry).to_have_attribute("data-reached", "true", timeout=LEARNS_WITHIN_MS)
    expect(mina.at("own-rank")).to_have_text(re.compile(r"1 of 3|2 of 3|3 of 3"))
    expect(jun.at("uses")).to_have_attribute("data-over", "true")
    mina.at("own-challenge").click()
    expect(mina.at("entry-Mina")).to_have_attribute("data-own", "true")
    room.at("board-large").click()
    expect(room.at("large-leaderboard")).to_contain_text("Mina")
    expect(room.teacher.locator(".projection-target")).to_contain_text("Parameters ≤ 200")
    room.at("projection-close").click()
    room.at("challenge").click()
    room.at("challenge-end").click()
    expect(room.at("board")).to_contain_text("Over")
    expect(mina.at("locked-data")).to_have_count(0)


def test_a_screen_is_shown_on_call(room: Room) -> None:
    jun, mina = room.pupils["Jun"], room.pupils["Mina"]
    room.at("show").click()
    room.at("show-teacher").click()
    shown = jun.page.frame_locator('[data-testid="screen"]')
    expect(shown.get_by_test_id("boundary")).to_be_visible()
    jun.at("screen-close").click()
    expect(jun.at("shown")).to_have_count(0)
    jun.at("screen-open").click()
    expect(shown.get_by_test_id("boundary")).to_be_visible()

    room.deed("Mina", "show-this")
    expect(jun.at("shown")).to_contain_text("Mina")
    expect(shown.get_by_test_id("boundary")).to_be_visible()
    expect(mina.at("own-screen")).to_be_visible()
    expect(mina.at("shown")).to_have_count(0)
    room.at("show-large").click()
    large = room.teacher.frame_locator(".projection iframe")
    expect(large.get_by_test_id("boundary")).to_be_visible()
    room.at("projection-close").click()

    room.at("eyes").click()
    expect(jun.at("veil").get_by_test_id("screen")).to_be_visible()
    room.at("eyes-back").click()
    room.at("show-stop").click()
    expect(jun.at("shown")).to_have_count(0)
    expect(mina.at("own-screen")).to_have_count(0)


def test_a_pupils_session_opens_for_the_teacher(room: Room) -> None:
    room.pupils["Jun"].choose("activation-h1", "relu")
    with room.teacher.context.expect_page() as opening:
        room.tile("Jun").get_by_role("link").click()
    expect(opening.value.get_by_test_id("activation-h1")).to_have_value("relu")
    # In it the teacher is no pupil, and sees whose it is.
    expect(opening.value.get_by_test_id("pupil-bar")).to_contain_text(
        "Jun’s session as the teacher"
    )
    expect(opening.value.get_by_test_id("hand")).to_have_count(0)
    expect(opening.value).to_have_title(re.compile("^Jun"))


def test_names_the_door_the_results_and_the_end(
    room: Room, chromium: Browser, server: Server, tmp_path: Path
) -> None:
    jun, mina = room.pupils["Jun"], room.pupils["Mina"]
    room.deed("Jun", "rename")
    room.at("rename-to").fill("Jun-ho")
    room.at("rename-save").click()
    expect(jun.at("pupil-name")).to_have_text("Jun-ho")
    expect(room.tile("Jun-ho")).to_be_visible()

    room.deed("Mina", "remove")
    room.at("remove-yes").click()
    expect(room.tile("Mina")).to_have_count(0)
    expect(mina.at("pupil-bar")).to_contain_text("Your work stays yours")
    expect(mina.at("play")).to_be_enabled()
    mina.page.set_viewport_size({"width": 390, "height": 844})
    told, bar = mina.page.locator(".pupil-bar > p"), mina.at("pupil-bar")
    whole = bar.evaluate(
        "one => one.clientWidth - 2 * parseFloat(getComputedStyle(one).paddingLeft)"
    )
    assert told.evaluate("one => one.clientWidth") == pytest.approx(whole, abs=1)
    mina.page.set_viewport_size({"width": 1440, "height": 900})

    room.at("door").click()
    expect(room.at("door")).to_have_attribute("aria-pressed", "true")
    late = opened(chromium)
    late.goto(f"{server.url}/join/{room.code}")
    late.get_by_test_id("join-nickname").fill("Late")
    late.get_by_test_id("join-class").click()
    expect(late.get_by_test_id("join-why")).to_contain_text("Entry to this class is closed")
    late.context.close()

    with room.teacher.expect_download() as download:
        room.at("results").click()
    assert download.value.suggested_filename == f"class-{room.code}.csv"
    download.value.save_as(tmp_path / "results.csv")
    with (tmp_path / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["nickname"] for row in csv.DictReader(file)] == ["Jun-ho", "하늘"]

    room.at("end-class").click()
    room.at("end-yes").click()
    expect(room.at("class-over")).to_be_visible()
    expect(jun.at("pupil-bar")).to_contain_text("Your work stays yours")
    jun.at("pupil-own").click()
    expect(jun.at("boundary")).to_be_visible()
    jun.play()
    room.teacher.reload()
    expect(room.at("class-over")).to_be_visible()


def test_who_comes_back_finds_their_own_work(room: Room) -> None:
    jun, mina = room.pupils["Jun"], room.pupils["Mina"]
    jun.choose("activation-h1", "relu")
    tab = jun.page.context.new_page()
    tab.goto(f"{jun.server.url}/join")
    tab.get_by_test_id("join-code").fill(room.code)
    expect(tab.get_by_test_id("join-again")).to_have_text("Continue as Jun")

    room.deed("Jun", "remove")
    room.at("remove-yes").click()
    expect(jun.at("pupil-bar")).to_contain_text("took you out")
    jun.page.reload()
    expect(jun.at("pupil-bar")).to_contain_text("took you out")
    expect(jun.at("activation-h1")).to_have_value("relu")
    jun.at("pupil-door").click()
    jun.at("join-again").click()
    expect(jun.at("activation-h1")).to_have_value("relu")

    room.at("end-class").click()
    room.at("end-yes").click()
    expect(mina.at("pupil-bar")).to_contain_text("This class is over")
    mina.page.reload()
    expect(mina.at("pupil-bar")).to_contain_text("This class is over")
    expect(mina.at("boundary")).to_be_visible()


def test_a_class_goes_on_after_a_kill(chromium: Browser, tmp_path: Path) -> None:
    folder = ("--data-dir", str(tmp_path))
    server = start(None, *folder)
    try:
        teacher = opened(chromium)
        Bench(teacher, server).open()
        teacher.get_by_test_id("class").click()
        teacher.get_by_test_id("open-class").click()
        code = teacher.get_by_test_id("class-code").inner_text()
        mina = joined(chromium, server, code, "Mina")
        mina.choose("activation-h1", "relu")
        expect(teacher.get_by_test_id("pupil-Mina")).to_have_attribute("data-online", "true")
        server.kill()
        expect(teacher.get_by_test_id("class-reconnecting")).to_be_visible()
        expect(mina.at("reconnecting")).to_be_visible()
        server = start(server.port, *folder)
        expect(teacher.get_by_test_id("class-reconnecting")).to_have_count(0, timeout=20_000)
        expect(mina.at("reconnecting")).to_have_count(0, timeout=20_000)
        expect(mina.at("activation-h1")).to_have_value("relu")
        mina.at("hand").click()
        tile = teacher.get_by_test_id("pupil-Mina")
        expect(tile.get_by_test_id("tile-hand")).to_be_visible()
        for page in (teacher, mina.page):
            page.context.close()
    finally:
        server.kill()
