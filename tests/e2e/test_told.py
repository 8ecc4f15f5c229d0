"""What holds a network back is told at its layer, and a click fixes it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from playground.links import ours
from playground.spec.project import parse
from support.browser import Bench

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
    expect(told).to_have_count(0)
    bench.wait_for("score-train", "value > 90")
    bench.pause()
    bench.at("undo").click()
    expect(told).to_contain_text("never below 0")
