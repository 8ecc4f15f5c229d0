"""What holds a network back is told at its layer, and a click fixes it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from playground.links import ours
from playground.spec.project import parse
from support.browser import LEARNS_WITHIN_MS, Bench

XOR_POINTS = [
    [sign_1 * x, sign_2 * y, int(sign_1 * sign_2 < 0)]
    for x in (2, 3, 4)
    for y in (2, 3)
    for sign_1 in (-1, 1)
    for sign_2 in (-1, 1)
]
"""Half of them of each class."""


def textbook(loss: str, **changed: Any) -> str:
    """The textbook's network for XOR, with a sigmoid at the output."""
    document = {
        "seed": 3,
        "data": {"dataset": "painted", "painted": XOR_POINTS},
        "network": {
            "layers": [{"kind": "dense", "id": "h1", "units": 4, "activation": "tanh"}],
            "output": {"activation": "sigmoid"},
        },
        "training": {"loss": {"kind": loss}, "learning_rate": 0.03, "batch_size": 8},
    }
    return f"#s={ours.encode(parse(document | changed))}"


@pytest.mark.parametrize(
    ("loss", "mend", "chosen"),
    [
        ("mse", "mend-output_tanh", "tanh"),
        ("binary_cross_entropy", "mend-output_linear", "identity"),
    ],
)
def test_a_sigmoid_output_is_told_and_fixed_by_a_click(
    bench: Bench, loss: str, mend: str, chosen: str
) -> None:
    bench.open(textbook(loss))
    told = bench.at("told")
    expect(told).to_have_attribute("data-layer", "output")
    expect(told).to_contain_text("never below 0")
    expect(bench.at("layer-output")).to_have_attribute("data-told", "true")
    bench.wait_for_steps(300)
    bench.wait_for("score-train", "value <= 60")
    bench.at(mend).click()
    expect(told).to_have_count(0, timeout=LEARNS_WITHIN_MS)
    bench.wait_for("score-train", "value > 90")
    bench.pause()
    bench.at("undo").click()
    expect(told).to_contain_text("never below 0")


def network(activation: str, **layer: Any) -> dict[str, Any]:
    return {
        "layers": [
            {"kind": "dense", "id": f"h{at}", "units": 8, "activation": activation, **layer}
            for at in (1, 2)
        ]
    }


def opened(bench: Bench, net: dict[str, Any]) -> Bench:
    spec = parse({"seed": 11, "data": {"dataset": "circle"}, "network": net})
    return bench.open(f"#s={ours.encode(spec)}")


def test_dead_units_are_told_where_they_begin_and_an_undo_brings_them_back(bench: Bench) -> None:
    opened(bench, network("relu", initial_bias=-20))
    told = bench.at("told")
    expect(told).to_have_attribute("data-code", "dead", timeout=LEARNS_WITHIN_MS)
    expect(told).to_have_attribute("data-layer", "h1")
    expect(told).to_contain_text("100% of the units are dead")
    bench.at("mend-good_start").click()
    expect(told).to_have_count(0, timeout=LEARNS_WITHIN_MS)
    bench.wait_for("score-train", "value > 90")
    bench.pause()
    bench.at("undo").click()
    expect(told).to_have_attribute("data-code", "dead", timeout=LEARNS_WITHIN_MS)
    bench.at("redo").click()
    expect(told).to_have_count(0, timeout=LEARNS_WITHIN_MS)


def test_an_edit_that_leaves_saturated_units_offers_them_new_weights(bench: Bench) -> None:
    opened(bench, network("tanh", init={"kind": "normal", "deviation": 10}))
    told = bench.at("told")
    expect(told).to_have_attribute("data-code", "saturated", timeout=LEARNS_WITHIN_MS)
    bench.pause()
    for layer in ("h1", "h2"):
        bench.at(f"details-{layer}").click()
        bench.at(f"more-of-{layer}").click()
        bench.choose(f"init-of-{layer}", "auto")
        bench.page.keyboard.press("Escape")
    # The initial weights are other ones, but these are still those of before.
    expect(bench.at("mend-good_start")).to_have_count(0)
    expect(told).to_have_attribute("data-code", "saturated", timeout=LEARNS_WITHIN_MS)
    bench.at("mend-fresh_weights").click()
    expect(told).to_have_count(0, timeout=LEARNS_WITHIN_MS)
    bench.at("undo").click()
    expect(told).to_have_attribute("data-code", "saturated", timeout=LEARNS_WITHIN_MS)


def test_saturated_units_are_normalized_by_a_click_and_as_before_by_an_undo(bench: Bench) -> None:
    # What was learned before may not be kept any more: the set-up is changed back all the same.
    bench.page.expected_complaints.append("status of 409")  # type: ignore[attr-defined]
    opened(bench, network("tanh", init={"kind": "normal", "deviation": 10}))
    told = bench.at("told")
    expect(told).to_have_attribute("data-code", "saturated", timeout=LEARNS_WITHIN_MS)
    bench.at("mend-normalize").click()
    expect(told).to_have_count(0, timeout=LEARNS_WITHIN_MS)
    expect(bench.at("layer-norm1")).to_be_visible()
    bench.pause()
    bench.at("undo").click()
    expect(bench.at("layer-norm1")).to_have_count(0)
    expect(told).to_have_attribute("data-code", "saturated", timeout=LEARNS_WITHIN_MS)


def test_what_was_put_away_is_not_told_again(bench: Bench) -> None:
    opened(bench, network("relu", initial_bias=-20))
    expect(bench.at("told")).to_have_attribute("data-code", "dead", timeout=LEARNS_WITHIN_MS)
    bench.at("told-close").click()
    expect(bench.page.locator("[data-code=dead]")).to_have_count(0)


def test_a_network_that_learns_is_left_alone(bench: Bench) -> None:
    bench.open()
    bench.wait_for_steps(500)
    bench.pause()
    expect(bench.at("told")).to_have_count(0)


def test_what_diverged_goes_back_with_a_lower_rate(bench: Bench) -> None:
    document = {
        "seed": 11,
        "data": {"dataset": "plane"},
        "network": network("relu"),
        "training": {"loss": {"kind": "mse"}, "optimizer": {"kind": "sgd"}, "learning_rate": 3},
    }
    bench.page.goto(f"{bench.server.url}/#s={ours.encode(parse(document))}")
    expect(bench.at("diverged")).to_be_visible(timeout=LEARNS_WITHIN_MS)
    # What the notice says is not said twice.
    expect(bench.at("told")).to_have_count(0)
    bench.at("mend-lower_rate").click()
    expect(bench.at("diverged")).to_have_count(0, timeout=LEARNS_WITHIN_MS)
    expect(bench.at("learning-rate")).to_have_value("0.3")
