"""When things go wrong: numbers that break, processes that die, wishes that cannot be."""

from __future__ import annotations

import os
import signal

from playwright.sync_api import Page, expect

from support.browser import Bench
from support.serving import Server, start


def test_divergence_is_told_and_can_be_undone(bench: Bench) -> None:
    bench.wait_for_steps(300)
    bench.choose("activation-h1", "relu")
    bench.choose("activation-h2", "relu")
    bench.choose("activation-h3", "relu")
    bench.choose("optimizer", "sgd")
    bench.choose_data("plane")
    bench.type_number("learning-rate", 100)
    expect(bench.at("diverged")).to_be_visible(timeout=20_000)
    assert not bench.playing()
    bench.at("seek-last-good").click()
    expect(bench.at("diverged")).to_have_count(0)
    bench.type_number("learning-rate", 0.001)
    before = bench.step
    bench.play()
    bench.wait_for_steps(before + 50)


def test_a_trainer_that_dies_is_replaced_and_the_run_goes_on(
    page: Page, own_server: Server
) -> None:
    bench = Bench(page, own_server).open()
    bench.wait_for_steps(2000)
    for trainer in own_server.children():
        os.kill(trainer, signal.SIGKILL)
    expect(bench.at("problem")).to_be_visible(timeout=10_000)
    reached = bench.step
    bench.wait_for_steps(reached + 500)
    assert bench.playing()


def test_a_session_that_is_gone_begins_again_from_what_is_on_the_page(
    page: Page, own_server: Server
) -> None:
    page.expected_complaints = ["WebSocket", "404", "net::ERR_"]  # type: ignore[attr-defined]
    bench = Bench(page, own_server).open()
    bench.choose("activation-h1", "relu")
    bench.wait_for_steps(200)
    own_server.kill()
    expect(bench.at("reconnecting")).to_be_visible(timeout=10_000)
    # With a data folder of its own: this server has never heard of the session.
    again = start(own_server.port)
    try:
        expect(bench.at("lost")).to_be_visible(timeout=30_000)
        bench.type_number("learning-rate", 0.003)
        bench.at("begin-again").click()
        expect(bench.at("lost")).to_have_count(0)
        bench.wait_for_steps(50)
        expect(bench.at("learning-rate")).to_have_value("0.003")
        expect(bench.at("activation-h1")).to_have_value("relu")
    finally:
        again.process.terminate()
        again.process.wait(10)


def test_a_number_out_of_bounds_is_brought_inside(bench: Bench) -> None:
    bench.type_number("samples", 9_999_999)
    expect(bench.at("samples")).to_have_value("5000")
    before = bench.step
    bench.wait_for_steps(before + 100)


def test_a_page_whose_texts_do_not_come_at_once_comes_all_the_same(
    page: Page, server: Server
) -> None:
    page.expected_complaints = ["Failed to load", "net::"]  # type: ignore[attr-defined]
    page.route("**/assets/en-*.js", lambda route: route.abort(), times=1)
    bench = Bench(page, server).open()
    expect(bench.at("play")).to_be_visible(timeout=15_000)


def test_a_dialog_that_does_not_come_is_told(bench: Bench) -> None:
    bench.page.expected_complaints = ["Failed to load", "net::"]  # type: ignore[attr-defined]
    bench.page.route("**/assets/ShareDialog-*.js", lambda route: route.abort())
    bench.at("share").click()
    expect(bench.at("not-brought")).to_contain_text("Reload the page")
