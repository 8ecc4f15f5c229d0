"""σ and σ′ as the page draws them are those that train."""

from __future__ import annotations

import math

import pytest
import torch

from playground.catalogue.activations import activation_rows, curves, slope_of
from playground.nn.activations import activate
from playground.spec.activations import ACTIVATIONS

ROWS = activation_rows()
CURVES = curves()
PLACES = [CURVES["from"] + CURVES["step"] * place for place in range(int(CURVES["points"]))]


def test_every_activation_has_a_row() -> None:
    assert set(ROWS) == set(ACTIVATIONS)
    assert PLACES[0] == -PLACES[-1] == CURVES["from"]
    for row in ROWS.values():
        assert len(row["curve"]) == len(row["slope"]) == len(PLACES)


FORMULAS = {
    "tanh": (math.tanh, lambda z: 1 - math.tanh(z) ** 2),
    "sine": (math.sin, math.cos),
    "softsign": (lambda z: z / (1 + abs(z)), lambda z: 1 / (1 + abs(z)) ** 2),
    "gelu": (
        lambda z: z * (1 + math.erf(z / math.sqrt(2))) / 2,
        lambda z: (
            (1 + math.erf(z / math.sqrt(2))) / 2 + z * math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
        ),
    ),
    "relu": (lambda z: max(0.0, z), lambda z: 0.5 if abs(z) < 1e-9 else float(z > 0)),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_curve_and_slope_are_its_formulas(name: str) -> None:
    function, derivative = FORMULAS[name]
    for z, value, slope in zip(PLACES, ROWS[name]["curve"], ROWS[name]["slope"], strict=True):
        assert value == pytest.approx(function(z), abs=6e-4)
        assert slope == pytest.approx(derivative(z), abs=6e-4)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_slope_is_that_of_the_curve(name: str) -> None:
    z = torch.linspace(-3.95, 3.95, 80, dtype=torch.float64)
    around = [activate(name, z + side * 1e-5) for side in (1, -1)]
    assert torch.allclose(slope_of(name, z), (around[0] - around[1]) / 2e-5, atol=1e-6)
