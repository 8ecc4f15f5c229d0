"""A challenge is fair: each network stops at exactly the last step, and is scored there."""

from __future__ import annotations

from playwright.sync_api import expect

from support.browser import LEARNS_WITHIN_MS, Bench
from support.class_pages import Room

STEPS = 1500


def at_the_end(bench: Bench) -> None:
    expect(bench.at("used-up")).to_be_visible(timeout=LEARNS_WITHIN_MS)
    expect(bench.at("play")).to_have_attribute("data-playing", "false")
    assert bench.step == STEPS


def test_a_budget_is_used_exactly_and_alike(room: Room) -> None:
    """As it was met: at 1,500 steps a second, whoever was asked in time had a score, by chance."""
    mina, jun, third = room.pupils.values()
    room.at("challenge").click()
    room.at("limit-steps").fill(str(STEPS))
    room.at("limit-parameters").fill("200")
    room.at("challenge-begin").click()
    for bench in room.pupils.values():
        expect(bench.at("use-steps")).to_contain_text("of 1,500")

    # One goes through at once, one pauses, goes on by steps, and reloads the page.
    mina.play()
    jun.play()
    jun.wait_for_steps(200)
    jun.pause()
    jun.at("step").click()
    jun.page.reload()
    expect(jun.at("pupil-name")).to_have_text("Jun")
    jun.play()
    at_the_end(mina)
    at_the_end(jun)
    board = room.at("board")
    for name in ("Mina", "Jun"):
        expect(board.get_by_test_id(f"entry-{name}")).to_contain_text("step 1,500")
    scores = [
        board.get_by_test_id(f"entry-{name}").locator(".score").inner_text()
        for name in ("Mina", "Jun")
    ]
    assert scores[0] == scores[1], "two of the same set-up"

    # Too much of something: listed with the reason, and no score.
    third.at("more-h1").click(click_count=40, delay=0)
    expect(board.get_by_test_id("entry-하늘")).to_contain_text("too many parameters")

    # More steps are not trained; a new beginning is another try.
    mina.page.keyboard.press("Space")
    mina.page.keyboard.press("s")
    mina.wait_until_still()
    assert mina.step == STEPS
    mina.page.keyboard.press("r")
    expect(mina.at("used-up")).to_have_count(0)
    mina.play()
    at_the_end(mina)
    room.at("challenge").click()
    room.at("challenge-end").click()
    expect(mina.at("used-up")).to_have_count(0)
    mina.play()
    mina.wait_for_steps(STEPS + 1)
