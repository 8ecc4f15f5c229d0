"""Other data while training: of another nature the network begins anew, else it goes on."""

from __future__ import annotations

import os
import re
import signal

from playwright.sync_api import Page, expect

from support.browser import Bench
from support.serving import Server


def test_from_the_spiral_to_the_digits_it_learns_them_without_a_reset(bench: Bench) -> None:
    bench.choose("speed", "max")
    bench.wait_for("score-train", "value >= 97")
    before = bench.step
    bench.choose_data("digits")
    expect(bench.at("carried")).to_contain_text(
        "Different kind of data: the network starts from scratch."
    )
    bench.wait_for("steps", f"value < {before}")
    bench.wait_for("score-test", "value > 60")
    expect(bench.at("undo")).to_be_enabled()
    # Back, it begins anew as well, and the spiral is learned again.
    bench.at("carried-undo").click()
    expect(bench.at("dataset-spiral")).to_be_checked()
    expect(bench.at("carried-undo")).to_have_count(0)
    bench.wait_for("score-train", "value >= 97")
    bench.pause()
    bench.at("time").focus()
    bench.page.keyboard.press("Home")
    bench.wait_for("steps", "value === 0")


def test_another_set_of_one_nature_keeps_what_was_learned_and_offers_to_begin_again(
    bench: Bench,
) -> None:
    bench.wait_for_steps(1000)
    bench.pause()
    step = bench.step
    bench.choose_data("moons")
    expect(bench.at("carried")).to_contain_text("another data set")
    assert bench.step == step
    bench.play()
    bench.wait_for_steps(step + 200)
    expect(bench.at("curves").get_by_text("data changed")).to_be_visible()
    bench.pause()
    bench.at("carried-again").click()
    bench.wait_for("steps", "value === 0")
    expect(bench.at("carried-again")).to_have_count(0)
    expect(bench.at("curves").get_by_text("data changed")).to_have_count(0)


def test_old_pictures_are_gone_before_the_trainer_has_the_new_data(
    page: Page, own_server: Server
) -> None:
    bench = Bench(page, own_server).open()
    bench.wait_for_steps(200)
    expect(bench.at("awaited")).to_have_count(0)
    assert painted(bench)
    trainers = own_server.children()
    for trainer in trainers:
        os.kill(trainer, signal.SIGSTOP)
    bench.choose_data("digits")
    expect(bench.at("awaited")).to_have_text(re.compile("Loading"))
    assert not painted(bench)
    expect(bench.at("score-test")).to_have_text("–")
    for trainer in trainers:
        os.kill(trainer, signal.SIGCONT)
    expect(bench.at("awaited")).to_have_count(0)
    assert painted(bench)


def painted(bench: Bench) -> bool:
    """Whether anything is on the large picture or in the diagram's units."""
    found: bool = bench.page.evaluate(
        """() => [...document.querySelectorAll('[data-testid="boundary"] canvas, .stage > canvas + canvas')]
          .some((canvas) => canvas.getContext('2d')
            .getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0))"""
    )
    return found
