"""Looking inside: neurons, distributions, gradients, languages, sizes of window."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from playground.links import ours
from support.browser import Bench
from support.nets import dense, spec_of
from support.serving import Server

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"


def test_a_neuron_up_close(bench: Bench) -> None:
    bench.at("neuron-h2-3").click()
    expect(bench.at("neuron-map")).to_be_visible()
    expect(bench.at("tab-selected")).to_have_attribute("aria-selected", "true")
    expect(
        bench.page.get_by_role("figure", name="Activations on the training points")
    ).to_be_visible()
    expect(
        bench.page.get_by_role("figure", name="Gradients on the training points")
    ).to_be_visible()
    expect(bench.page.get_by_role("row", name="Layer 1, unit 8")).to_be_visible()


def test_a_neuron_up_close_while_paused(bench: Bench) -> None:
    bench.pause()
    bench.at("neuron-h2-3").click()
    expect(bench.page.get_by_role("row", name="Layer 1, unit 8")).to_be_visible()


def test_a_dead_unit_says_so_and_offers_other_weights(page: Page, server: Server) -> None:
    spec = spec_of(
        dense("h1", 2, "relu", initial_bias=-100), dense("h2", 2, "tanh", initial_bias=0)
    )
    bench = Bench(page, server).open(f"#s={ours.encode(spec)}")
    bench.at("neuron-h1-0").click()
    expect(bench.at("dead-unit")).to_contain_text("dead ReLU")
    bench.at("neuron-h2-0").click()
    expect(bench.page.get_by_role("row", name="Layer 1, unit 1")).to_be_visible()
    expect(bench.at("dead-unit")).to_have_count(0)
    bench.at("neuron-h1-0").click()
    bench.pause()
    bench.at("dead-unit-anew").click()
    bench.wait_for("steps", "value === 0")


def test_distributions_of_a_chosen_layer(bench: Bench) -> None:
    bench.at("tab-distributions").click()
    for spread in ("gradients", "activations", "weights"):
        expect(bench.at(f"histogram-{spread}")).to_be_visible()
    bench.at("distribution-layer").select_option("h2")
    before = bench.step
    bench.wait_for_steps(before + 100)


def test_curves_are_drawn(bench: Bench) -> None:
    for chart in ("curves", "gradient-curves"):
        line = bench.at(chart).locator(".scatterlayer path.js-line")
        expect(line.first).to_be_attached(timeout=20_000)


def test_korean(bench: Bench) -> None:
    bench.at("language").click()
    expect(bench.page.locator("html")).to_have_attribute("lang", "ko")
    expect(bench.page.get_by_text("학습률").first).to_be_visible()
    visible = bench.page.locator("body").inner_text()
    assert not re.search(r"\{\w+\}", visible)


@pytest.mark.parametrize("size", [(1440, 900), (1024, 768), (390, 844)])
def test_nothing_sticks_out(bench: Bench, size: tuple[int, int]) -> None:
    bench.page.set_viewport_size({"width": size[0], "height": size[1]})
    expect(bench.at("boundary")).to_be_visible()
    expect(bench.at("play")).to_be_in_viewport()
    wide = bench.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= size[0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(context: BrowserContext, server: Server, scheme: str) -> None:
    page = context.new_page()
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    Bench(page, server).open()
    # The page's policy lets no script in by a tag; the debugger's evaluate may.
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    serious = [
        f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:150]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_what_is_pointed_at_tells_its_numbers(bench: Bench) -> None:
    bench.pause()
    tooltip = bench.page.locator(".tooltip")
    bench.at("neuron-h2-1").hover()
    expect(tooltip).to_contain_text("Layer 2, unit 2")
    expect(tooltip).to_contain_text(re.compile(r"Bias\s*[−\d]"))
    end = bench.at("neuron-h1-0").bounding_box()
    assert end is not None
    bench.page.mouse.move(end["x"] - 4, end["y"] + end["height"] / 2)
    expect(tooltip).to_contain_text("→ Layer 1, unit 1")
    expect(tooltip).to_contain_text(re.compile(r"Weight\s*[−\d]"))
    bench.at("boundary").hover(position={"x": 40, "y": 40})
    expect(bench.page.locator(".reading")).to_contain_text(re.compile(r"x₁\s*[−\d].*x₂\s*[−\d]"))
