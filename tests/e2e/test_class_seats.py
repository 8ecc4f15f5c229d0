"""A pupil goes on in their own seat on another device; nobody takes two."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from support.browser import Bench
from support.class_pages import Room, opened
from support.serving import Server


def test_a_pupil_comes_back_on_another_device(
    room: Room, chromium: Browser, server: Server
) -> None:
    jun = room.pupils["Jun"]
    jun.choose("activation-h1", "relu")
    jun.play()
    jun.wait_for_steps(100)
    jun.pause()
    reached = jun.step
    jun.at("seat").click()
    code = jun.at("seat-code").inner_text()
    assert len(code) == 4

    tablet = Bench(opened(chromium, 820), server)
    tablet.page.goto(f"{server.url}/join/{room.code}")
    tablet.at("join-way").click()
    tablet.at("join-seat").fill("AAAA")
    tablet.at("join-class").click()
    expect(tablet.at("join-why")).to_contain_text("No seat in this class has this code")
    tablet.at("join-seat").fill(code.lower())
    tablet.at("join-class").click()
    expect(tablet.at("pupil-name")).to_have_text("Jun")
    expect(tablet.at("activation-h1")).to_have_value("relu")
    tablet.wait_for_steps(reached)
    assert tablet.step == reached
    # The device before has nothing to say anymore, and there is no second Jun.
    expect(jun.at("hand")).to_have_count(0)
    expect(room.at("tiles").locator("li")).to_have_count(3)

    # The code has been used; the teacher has the new one, and its address is enough.
    room.tile("Jun").get_by_test_id("tile-menu").click()
    shown = room.at("tile-seat").inner_text()
    room.teacher.keyboard.press("Escape")
    assert code not in shown
    phone = Bench(opened(chromium, 390), server)
    phone.page.goto(f"{server.url}/join/{room.code}#{shown[-4:]}")
    phone.at("join-class").click()
    expect(phone.at("pupil-name")).to_have_text("Jun")
    for bench in (tablet, phone):
        bench.page.context.close()


def test_who_is_away_is_asked_for_and_not_doubled(
    room: Room, chromium: Browser, server: Server
) -> None:
    mina = room.pupils["Mina"]
    mina.page.goto("about:blank")
    expect(room.tile("Mina")).to_have_attribute("data-online", "false")
    other = opened(chromium)
    other.goto(f"{server.url}/join/{room.code}")
    other.get_by_test_id("join-nickname").fill("mina")
    other.get_by_test_id("join-class").click()
    expect(other.get_by_test_id("join-why")).to_contain_text("enter your seat code")
    expect(room.at("tiles").locator("li")).to_have_count(3)
    other.context.close()
