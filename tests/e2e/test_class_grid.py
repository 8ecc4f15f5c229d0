"""The teacher's page: what is typed stays where it is, and to lock Play pauses."""

from __future__ import annotations

from playwright.sync_api import expect

from support.class_pages import Room


def test_to_lock_play_pauses_and_a_name_can_be_typed_while_tiles_trade_places(room: Room) -> None:
    jun, mina = room.pupils["Jun"], room.pupils["Mina"]
    room.at("sort").select_option("hand")
    jun.at("hand").click()
    first = room.at("tiles").locator("li").first
    expect(first).to_have_attribute("data-testid", "pupil-Jun")
    room.tile("Jun").get_by_test_id("tile-menu").click()
    room.at("rename").click()
    field = room.at("rename-to")
    expect(field).to_be_focused()
    # Meanwhile others come before Jun.
    jun.at("hand").click()
    for bench in (mina, room.pupils["하늘"]):
        bench.at("hand").click()
    expect(room.tile("하늘").get_by_test_id("tile-hand")).to_be_visible()
    expect(room.tile("Jun").get_by_test_id("tile-hand")).to_have_count(0)
    expect(field).to_be_focused()
    field.fill("Jun-ho")
    field.press("Enter")
    expect(room.tile("Jun-ho")).to_be_visible()
    # Then the tiles take their places, and the focus stays with the tile's menu.
    expect(first).to_have_attribute("data-testid", "pupil-Mina")
    expect(room.tile("Jun-ho").get_by_test_id("tile-menu")).to_be_focused()

    mina.play()
    jun.play()
    room.put("lock-transport")
    for bench in (jun, mina):
        expect(bench.at("play")).to_have_attribute("data-playing", "false")
        expect(bench.at("play")).to_be_disabled()
    expect(room.tile("Mina").get_by_test_id("tile-state")).to_contain_text("paused")
