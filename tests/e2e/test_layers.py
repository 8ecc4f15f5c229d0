"""The diagram as the editor of the whole network language: layers, skips, blocks, freezing, mends."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from playground.links import ours
from playground.spec.project import parse
from support.browser import Bench

REFUSED = "422"
THINNED = {
    "network": {
        "layers": [
            {"kind": "dense", "id": "h1", "units": 8, "activation": "tanh", "density": 0.25},
            {"kind": "dense", "id": "h2", "units": 4, "activation": "tanh", "density": 0.25},
        ]
    }
}
"""Of 16 connections to the first layer and 32 to the second a quarter exists: 4 and 8."""


def add(bench: Bench, position: int, kind: str) -> None:
    """Chooses a layer from the menu of the "+" before the layer `position`."""
    bench.at(f"add-layer-{position}").click()
    item = bench.at(f"add-{kind}")
    if not item.is_visible():
        bench.at("add-others").click()
    item.click()


def drag_skip(bench: Bench, source: str, target: str) -> None:
    start, end = bench.at(f"handle-{source}").bounding_box(), bench.at(target).bounding_box()
    assert start is not None
    assert end is not None
    mouse = bench.page.mouse
    mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    mouse.down()
    mouse.move(start["x"] + 60, start["y"] + 30, steps=3)
    mouse.move(end["x"] + end["width"] / 2, start["y"] + 60, steps=3)
    mouse.up()


def pixels(bench: Bench, unit: str) -> int:
    """How many colors the diagram's canvas shows in the middle of a unit, clear of its bias."""
    found: int = bench.page.evaluate(
        """(name) => {
          const box = document.querySelector(`[data-testid="${name}"]`).getBoundingClientRect();
          const canvas = document.querySelectorAll('.stage canvas')[1];
          const own = canvas.getBoundingClientRect();
          const scale = canvas.width / own.width;
          const {data} = canvas.getContext('2d').getImageData(
            (box.left - own.left + box.width / 4) * scale,
            (box.top - own.top + box.height / 4) * scale,
            box.width / 2 * scale, box.height / 2 * scale);
          const colors = new Set();
          for (let at = 0; at < data.length; at += 4)
            colors.add(`${data[at]} ${data[at + 1]} ${data[at + 2]}`);
          return colors.size;
        }""",
        unit,
    )
    return found


def test_one_click_adds_a_layer(bench: Bench) -> None:
    bench.pause()
    cards = bench.page.locator(".card")
    before = cards.count()
    bench.at("add-last").click()
    expect(cards).to_have_count(before + 1)
    bench.at("undo").click()
    expect(cards).to_have_count(before)


def test_a_skip_connection_is_dragged_changed_and_taken_away(bench: Bench) -> None:
    bench.pause()
    before = bench.number("parameters")
    drag_skip(bench, "input", "layer-h3")
    arc = bench.at("skip-input-h3")
    expect(arc).to_have_attribute("data-mode", "add")
    # Of two inputs to eight units: a projection without a bias.
    bench.wait_for("parameters", f"value === {before + 16}")
    arc.locator("circle").click()
    bench.at("skip-mode-concat").click()
    expect(arc).to_have_attribute("data-mode", "concat")
    bench.wait_for("parameters", f"value === {before + 2 * 6}")
    bench.at("skip-remove").click()
    expect(arc).to_have_count(0)
    bench.at("undo").click()
    expect(arc).to_have_attribute("data-mode", "concat")
    bench.at("step").click()
    expect(bench.at("problem")).to_have_count(0)


def test_a_layer_moved_before_its_skip_drops_it_and_says_so(bench: Bench) -> None:
    drag_skip(bench, "h1", "layer-h3")
    expect(bench.at("skip-h1-h3")).to_be_visible()
    bench.at("layer-h3").focus()
    bench.page.keyboard.press("Alt+ArrowLeft")
    expect(bench.at("skip-h1-h3")).to_be_visible()
    bench.at("layer-h3").focus()
    bench.page.keyboard.press("Alt+ArrowLeft")
    expect(bench.at("skip-h1-h3")).to_have_count(0)
    expect(bench.at("remark")).to_be_visible()


def test_an_impossible_layer_is_explained_where_it_stands_and_mended(bench: Bench) -> None:
    bench.page.expected_complaints.append(REFUSED)  # type: ignore[attr-defined]
    add(bench, 1, "conv2d")
    refused = bench.at("refused")
    expect(refused).to_have_attribute("data-layer", "conv1")
    expect(refused).to_contain_text("C × H × W")
    bench.at("fix-dense_instead").click()
    expect(refused).to_have_count(0)
    expect(bench.at("units-conv1")).to_have_value("8")
    before = bench.step
    bench.wait_for_steps(before + 50)
    bench.at("undo").click()
    expect(bench.at("layer-conv1")).to_have_count(0)
    expect(bench.at("undo")).to_be_disabled()


def test_a_convolutional_net_is_given_points_in_one_mend(bench: Bench) -> None:
    bench.page.expected_complaints.append(REFUSED)  # type: ignore[attr-defined]
    bench.choose_data("digits")
    expect(bench.at("neuron-input-0")).to_be_visible()
    add(bench, 0, "conv2d")
    bench.at("fix-flatten_before").click()
    expect(bench.at("refused")).to_have_count(0)
    add(bench, 1, "max_pool")
    expect(bench.at("layer-pool1")).to_be_visible()
    bench.choose_data("spiral")
    refused = bench.at("refused")
    expect(refused).to_have_attribute("data-layer", "conv1")
    expect(refused.locator("button")).to_have_count(4)
    expect(bench.at("awaited")).to_contain_text("fixed")
    bench.at("fix-without_maps").click()
    expect(refused).to_have_count(0)
    for name in ("conv1", "pool1", "flatten-1"):
        expect(bench.at(f"layer-{name}")).to_have_count(0)
    expect(bench.at("layer-h1")).to_be_visible()
    bench.wait_for_steps(bench.step + 20)
    # The data and the mend are one edit.
    bench.at("undo").click()
    expect(bench.at("layer-pool1")).to_be_visible()
    expect(bench.at("problem")).to_have_count(0)


def test_a_refused_edit_can_be_given_up(bench: Bench) -> None:
    bench.page.expected_complaints.append(REFUSED)  # type: ignore[attr-defined]
    add(bench, 0, "max_pool")
    expect(bench.at("refused")).to_be_visible()
    expect(bench.at("layer-pool1")).to_be_visible()
    bench.at("refused-close").click()
    expect(bench.at("layer-pool1")).to_have_count(0)
    expect(bench.at("undo")).to_be_disabled()


def test_a_convolutional_net_is_built_on_digits_and_shows_its_maps(bench: Bench) -> None:
    bench.page.expected_complaints.append(REFUSED)  # type: ignore[attr-defined]
    bench.at("sets-images").click()
    bench.at("dataset-digits").click()
    expect(bench.at("neuron-input-0")).to_be_visible()
    add(bench, 0, "conv2d")
    # The dense layer after it needs a vector.
    expect(bench.at("refused")).to_have_attribute("data-layer", "h1")
    bench.at("fix-flatten_before").click()
    expect(bench.at("refused")).to_have_count(0)
    add(bench, 1, "max_pool")
    bench.at("details-pool1").click()
    expect(bench.at("shape-out")).to_have_text("8 × 4 × 4")
    bench.page.keyboard.press("Escape")
    bench.wait_for_steps(bench.step + 5)
    bench.pause()
    assert pixels(bench, "neuron-input-0") > 4
    assert max(pixels(bench, f"neuron-conv1-{channel}") for channel in range(8)) > 4
    # A unit of a vector is one cell.
    assert pixels(bench, "neuron-h1-0") == 1


def test_a_block_is_made_repeated_and_dissolved(bench: Bench) -> None:
    bench.at("details-h2").click()
    bench.at("repeat-h2").click()
    expect(bench.at("layer-h2-2")).to_be_visible()
    bench.at("more-block1").click()
    expect(bench.at("repeat-of-block1")).to_have_text("× 3")
    expect(bench.at("neuron-h2-3-7")).to_be_visible()
    bench.at("menu-block1").click()
    bench.at("block-skip-block1").select_option("add")
    expect(bench.at("skip-h1-h2-2")).to_be_visible()
    bench.at("ungroup-block1").click()
    expect(bench.at("block-block1")).to_have_count(0)
    expect(bench.at("units-h2-3")).to_have_value("8")
    expect(bench.at("skip-h2-2-h3")).to_be_visible()
    before = bench.step
    bench.wait_for_steps(before + 20)


@pytest.mark.parametrize("way", ["key", "pointer"])
def test_a_frozen_neuron_keeps_its_weights(bench: Bench, way: str) -> None:
    bench.reset_paused()
    unit = bench.at("neuron-h1-0")
    if way == "key":
        unit.focus()
        bench.page.keyboard.press("f")
    else:
        unit.hover()
        bench.at("freeze-h1-0").click()
    expect(bench.at("frozen-h1-0")).to_be_visible()
    end = unit.bounding_box()
    other = bench.at("neuron-h1-1").bounding_box()
    assert end is not None
    assert other is not None

    def weight(box: dict[str, float]) -> str:
        bench.page.mouse.click(box["x"] - 4, box["y"] + box["height"] / 2)
        found = bench.at("weight-input").input_value()
        bench.page.keyboard.press("Escape")
        return found

    before = weight(end), weight(other)
    bench.at("epoch").click()
    bench.wait_for("steps", "value >= 10")
    bench.wait_until_still()
    after = weight(end), weight(other)
    assert after[0] == before[0]
    assert after[1] != before[1]


def test_a_layer_is_frozen_and_its_learning_set_in_its_details(bench: Bench) -> None:
    bench.at("details-h2").click()
    bench.at("more-of-h2").click()
    bench.at("freeze-h2").click()
    bench.at("init-of-h2").select_option("normal")
    bench.at("deviation-of-h2").fill("0.5")
    bench.at("deviation-of-h2").press("Enter")
    bench.at("density-of-h2").fill("0.25")
    bench.at("density-of-h2").press("Enter")
    bench.page.keyboard.press("Escape")
    expect(bench.at("frozen-h2")).to_be_visible()
    before = bench.step
    bench.wait_for_steps(before + 20)
    for _ in range(4):
        bench.at("undo").click()
    expect(bench.at("frozen-h2")).to_have_count(0)
    expect(bench.at("undo")).to_be_disabled()


def test_all_counts_are_of_the_connections_that_exist(bench: Bench) -> None:
    bench.open(f"#s={ours.encode(parse(THINNED))}")
    bench.pause()
    expect(bench.at("parameters")).to_have_text("29 parameters")
    for layer, count in (("h1", 4 + 8), ("h2", 8 + 4), ("output", 4 + 1)):
        expect(bench.at(f"details-{layer}")).to_contain_text(f"{count} param.")
    bench.at("details-h2").click()
    expect(bench.page.locator(".popover")).to_contain_text("12")
    bench.page.keyboard.press("Escape")
    shown = 0
    for unit in range(4):
        bench.at(f"neuron-h2-{unit}").click()
        expect(bench.page.locator("#inside .incoming h3")).to_contain_text(f"unit {unit + 1}")
        expect(bench.page.locator("#inside table.rows")).to_be_visible()
        shown += bench.page.locator("#inside .row-name").count()
    assert shown == 8
    # An edit is counted at once, before the server has answered, and what it kept with it.
    bench.at("details-h2").click()
    bench.at("more-of-h2").click()
    bench.type_number("density-of-h2", 1)
    bench.page.keyboard.press("Escape")
    expect(bench.at("parameters")).to_have_text("53 parameters")
    expect(bench.at("details-h2")).to_contain_text("36 param.")
    expect(bench.at("carried")).to_contain_text("29 of 53")


def test_an_activation_is_chosen_by_its_curve(bench: Bench) -> None:
    bench.at("curves-h1").click()
    expect(bench.at("activation-curves")).to_be_visible()
    bench.at("choose-h1-mish").click()
    bench.page.keyboard.press("Escape")
    expect(bench.at("activation-h1")).to_have_value("mish")
    before = bench.step
    bench.wait_for_steps(before + 20)
