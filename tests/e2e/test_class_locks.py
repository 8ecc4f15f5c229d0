"""What a teacher locks never costs a pupil what their network has learned."""

from __future__ import annotations

from playwright.sync_api import expect

from support.class_pages import Room

LOCKED = "Your teacher has locked this for now"


def test_new_weights_and_examples_that_are_refused_leave_the_training_alone(room: Room) -> None:
    """As it was met: the edit was refused, and the reset that belongs to it was carried out."""
    mina = room.pupils["Mina"]
    mina.play()
    mina.wait_for_steps(300)
    mina.pause()
    reached = mina.step
    loss = mina.at("loss-train").inner_text()
    room.put("lock-training")
    expect(mina.at("locked-training")).to_be_visible()

    mina.page.keyboard.press("Shift+R")
    expect(mina.at("problem")).to_contain_text(LOCKED)
    mina.at("presets").click()
    mina.at("preset-xor").click()
    expect(mina.at("problem")).to_contain_text(LOCKED)
    expect(mina.at("dataset-spiral")).to_be_checked()
    mina.wait_until_still()
    assert (mina.step, mina.at("loss-train").inner_text()) == (reached, loss)

    mina.page.reload()
    expect(mina.at("dataset-spiral")).to_be_checked()
    mina.wait_for_steps(reached)
    assert mina.step == reached


def test_whatever_is_locked_the_training_stays(room: Room) -> None:
    jun = room.pupils["Jun"]
    jun.play()
    jun.wait_for_steps(200)
    jun.pause()
    reached = jun.step
    for area in ("data", "network", "transport"):
        room.put(f"lock-{area}")
        if area == "transport":
            expect(jun.at("play")).to_be_disabled()
        else:
            expect(jun.at(f"locked-{area}")).to_be_visible()
        jun.at("presets").click()
        jun.at("preset-xor").click()
        expect(jun.at("problem")).to_contain_text(LOCKED)
        expect(jun.at("dataset-spiral")).to_be_checked()
        room.put(f"show-{area}")
        expect(jun.at("problem")).to_have_count(0)
    jun.wait_until_still()
    assert jun.step == reached
