"""The charts of the run, and that what is seen beside each other is of one step or says otherwise."""

from __future__ import annotations

from typing import Any

import msgspec
from playwright.sync_api import Page, WebSocketRoute, expect

from playground.wire.frame import decode
from support.browser import Bench, figure
from support.serving import Server

DATA = "one => one.querySelector('.js-plotly-plot, .chart-root').data"


def drawn(bench: Bench, chart: str) -> list[dict[str, Any]]:
    """The traces that Plotly has drawn last."""
    found: list[dict[str, Any]] = bench.at(chart).evaluate(DATA) or []
    return found


def areas(bench: Bench, chart: str = "curves") -> int:
    return sum(each.get("fill") == "toself" for each in drawn(bench, chart))


def test_mini_batches_are_a_band_that_is_switched_and_remembered(bench: Bench) -> None:
    bench.wait_for_steps(1300)
    bench.pause()
    shown = bench.at("curves").locator(".js-fill")
    expect(shown).to_have_count(1)
    (area, mean, train, _) = drawn(bench, "curves")
    assert area["fill"] == "toself"
    assert min(area["y"]) < min(mean["y"]) < max(mean["y"]) <= max(area["y"])
    assert train["mode"] == "lines+markers"
    assert mean["x"][-1] <= figure(bench.at("steps").inner_text())
    toggle = bench.at("chart-batches")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    toggle.click()
    expect(shown).to_have_count(0)
    bench.page.reload()
    expect(bench.at("chart-batches")).to_have_attribute("aria-pressed", "false")
    bench.page.wait_for_function(
        "() => document.querySelector('[data-testid=curves] .chart-root')?.data?.length === 2"
    )


def test_a_layer_that_was_not_there_has_no_line_there(bench: Bench) -> None:
    bench.wait_for_steps(300)
    bench.pause()
    before = figure(bench.at("steps").inner_text())
    bench.at("add-last").click()
    bench.play()
    bench.wait_for_steps(int(before) + 400)
    bench.pause()
    bench.at("tab-gradients").click()
    expect(bench.at("gradient-curves").locator(".js-line").first).to_be_visible()
    lines = [each for each in drawn(bench, "gradient-curves") if each.get("fill") is None]
    starts = sorted(each["x"][0] for each in lines)
    assert starts[0] <= 1
    assert starts[-1] > before


class HeldBoundary:
    """Lets pictures of the boundary through only while it is told to, as a slow machine makes few."""

    def __init__(self, page: Page) -> None:
        self.holds = False
        page.route_web_socket("**/stream*", self._join)

    def _join(self, page_side: WebSocketRoute) -> None:
        server_side = page_side.connect_to_server()
        page_side.on_message(server_side.send)
        server_side.on_message(lambda message: page_side.send(self._passed(message)))

    def _passed(self, message: str | bytes) -> str | bytes:
        if not self.holds or isinstance(message, str):
            return message
        bundle = msgspec.msgpack.decode(message)
        frames = [msgspec.msgpack.encode(each) for each in bundle["frames"]]
        bundle["frames"] = [
            msgspec.Raw(body) for body in frames if decode(body).probe != "boundary"
        ]
        return msgspec.msgpack.encode(bundle)


def test_a_boundary_that_is_behind_says_its_step(page: Page, server: Server) -> None:
    held = HeldBoundary(page)
    bench = Bench(page, server).open()
    bench.wait_for_steps(200)
    said = bench.at("of-step-boundary")
    expect(said).to_have_count(0)
    held.holds = True
    now = figure(bench.at("steps").inner_text())
    bench.wait_for_steps(int(now) + 1500)
    expect(said).to_be_visible()
    assert abs(figure(said.inner_text()) - now) < 1000
    held.holds = False
    bench.pause()
    bench.at("step").click()
    expect(said).to_have_count(0)
