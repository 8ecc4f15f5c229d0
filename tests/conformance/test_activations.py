"""What holds for every activation, by its row alone."""

from __future__ import annotations

import math
from typing import Any

import numba
import numpy as np
import pytest
import torch
from torch import Tensor
from torch.autograd import gradcheck
from torch.nn import functional

from playground.nn.activations import FUNCTIONS, activate
from playground.nn.initializers import auto
from playground.nn.program import Program
from playground.spec.activations import ACTIVATIONS, PLAIN, SLOPE
from playground.spec.project import Spec
from playground.train import kernel
from playground.train.dense import ACTIVATION_NUMBERS
from support.exported_network import compared
from support.nets import dense, spec_of
from support.strings import missing

every_activation = pytest.mark.parametrize("name", ACTIVATIONS)
LEARNING = [name for name, row in ACTIVATIONS.items() if row.first_slope is not None]


def places(dtype: torch.dtype = torch.float32) -> Tensor:
    """z from −6 to 6, no kink of a function among them."""
    return torch.linspace(-6.03, 6.01, 80, dtype=dtype)


def test_every_row_has_its_function_and_a_spec_may_choose_it() -> None:
    assert FUNCTIONS.keys() == ACTIVATIONS.keys()
    schema = Spec.model_json_schema()["$defs"]["OutputLayer"]["properties"]["activation"]
    assert schema["enum"] == [*ACTIVATIONS]


@every_activation
def test_the_page_names_it_in_each_language(name: str) -> None:
    assert missing(f"activation.{name}", f"activation.{name}.tip") == []


@every_activation
def test_its_reach_is_what_it_gives_over_a_wide_grid(name: str) -> None:
    """Nothing lies beyond, both ends are come near to, and an end is taken only if it says so."""
    reach = ACTIVATIONS[name].reach
    far = torch.logspace(1, 9, 8_001, dtype=torch.float64)
    # Farther out, float64 takes what is only approached.
    near = torch.linspace(-16, 16, 3_200_001, dtype=torch.float64)
    given = activate(name, torch.cat([-far, near, far]))
    for value, bound, takes, side in (
        (given.min(), reach.low, reach.takes_low, 1),
        (given.max(), reach.high, reach.takes_high, -1),
    ):
        if math.isinf(bound):
            assert -side * float(value) > 1e6
            assert not takes
            continue
        assert side * (float(value) - bound) >= -1e-12
        assert float(value) == pytest.approx(bound, abs=1e-5)
        nearest = (activate(name, near) - bound).abs().min()
        assert (float(nearest) < 1e-9) == takes if takes else float(nearest) > 0


@every_activation
def test_the_scripts_text_is_the_same_function(name: str) -> None:
    row, z = ACTIVATIONS[name], places()
    given: dict[str, Any] = {"torch": torch, "F": functional, "z": z}
    if row.first_slope is None:
        expected = eval(row.text("z"), given)  # noqa: S307
    else:
        given["slope"] = torch.tensor([row.first_slope])
        expected = eval(row.text("z, slope"), given)  # noqa: S307
    torch.testing.assert_close(activate(name, z), expected)


@every_activation
def test_onnx_computes_the_same(name: str) -> None:
    compared(spec_of(dense("a", 40, name), dense("b", 40, name)))


@every_activation
def test_its_derivative_is_that_of_finite_differences(name: str) -> None:
    z = places(torch.float64).requires_grad_()
    assert gradcheck(lambda given: activate(name, given), (z,))


@pytest.mark.parametrize("name", LEARNING)
def test_what_it_learns_has_a_place_a_first_value_and_a_derivative(name: str) -> None:
    row = ACTIVATIONS[name]
    assert row.learned is not None
    z = places(torch.float64)
    slope = torch.tensor([row.first_slope], dtype=torch.float64).requires_grad_()
    torch.testing.assert_close(activate(name, z, slope), activate(name, z))
    assert gradcheck(lambda given: activate(name, z, given), (slope,))
    program = Program.build(spec_of(dense("a", 4, name)))
    first = program.layout.views(program.init(1))[f"a.{SLOPE}"]
    assert first.tolist() == [row.first_slope]


@every_activation
def test_only_what_learns_has_a_module_of_its_own(name: str) -> None:
    assert (ACTIVATIONS[name].learned is None) == (name not in LEARNING)


# --- gains ----------------------------------------------------------------------------------------


@every_activation
def test_the_gains_formula_is_its_value(name: str) -> None:
    gain = ACTIVATIONS[name].gain
    assert eval(gain.text or "1", {"math": math}) == gain.value  # noqa: S307


def growth(name: str, layers: int = 8) -> float:
    """By how much a layer of 512 units multiplies the signal's mean square, from layer to layer."""
    width, generator = 512, torch.Generator().manual_seed(1)
    signal = torch.randn(256, width, generator=generator)
    for _ in range(layers):
        weight = auto(None, (width, width), name, generator)
        signal = activate(name, signal @ weight.T)
    return float(signal.square().mean()) ** (1 / layers)


CLAIMING = [name for name, row in ACTIVATIONS.items() if row.gain != PLAIN]
"""Those with a gain of their own; without one a signal may die, as it does through a sigmoid."""


@pytest.mark.parametrize("name", CLAIMING)
def test_by_its_gain_a_signal_neither_dies_nor_grows(name: str) -> None:
    assert 0.6 < growth(name) < 1.25


@pytest.mark.parametrize("name", ["identity", "relu", "leaky_relu", "prelu", "relu6", "selu"])
def test_where_the_gain_is_exact_a_signal_keeps_its_size(name: str) -> None:
    assert growth(name) == pytest.approx(1, abs=0.03)


# --- the compiled loop ----------------------------------------------------------------------------


def test_the_compiled_loop_has_all_whose_number_stands_in_a_row() -> None:
    assert {name.upper(): code for name, code in ACTIVATION_NUMBERS.items()} == {
        name.upper(): getattr(kernel, name.upper()) for name in ACTIVATION_NUMBERS
    }
    assert sorted(ACTIVATION_NUMBERS.values()) == list(range(len(ACTIVATION_NUMBERS)))


@numba.njit
def _compiled(kind, z, slope):  # type: ignore[no-untyped-def]
    kernel.activate(kind, z, slope, len(z))


@pytest.mark.parametrize("name", ACTIVATION_NUMBERS)
def test_the_compiled_loop_computes_value_and_derivative(name: str) -> None:
    leaf = places().requires_grad_()
    expected = activate(name, leaf)
    (derivative,) = torch.autograd.grad(expected.sum(), leaf)
    z = places().numpy()
    slope = np.empty_like(z)
    _compiled(ACTIVATION_NUMBERS[name], z, slope)
    np.testing.assert_allclose(z, expected.detach().numpy(), rtol=1e-5, atol=2e-6)
    np.testing.assert_allclose(slope, derivative.numpy(), rtol=1e-5, atol=2e-6)
