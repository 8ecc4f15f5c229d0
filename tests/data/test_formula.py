"""Data of a formula: its values, its noise, and places where it has none."""

import numpy as np
import pytest

from playground.data.drawing import TARGET_NOISE
from playground.data.loader import load
from support.data_sets import spec


def curve(formula, **fields):
    points = load(spec("formula_curve", formula=formula, samples=5000, **fields))
    return points.inputs[:, 0].astype(np.float64), points.labels.astype(np.float64)


def test_a_curve_has_the_values_of_its_formula():
    x, y = curve("2x^2 - 3 sin(x1)")
    assert np.allclose(y, 2 * x**2 - 3 * np.sin(x), atol=1e-4)
    assert np.histogram(x, 12, (-6, 6))[0] == pytest.approx(5000 / 12, rel=0.2)


def test_a_surface_has_the_values_of_its_formula():
    points = load(spec("formula_surface", formula="x exp(-x2^2) + 1"))
    x1, x2 = points.inputs.T.astype(np.float64)
    assert np.allclose(points.labels, x1 * np.exp(-(x2**2)) + 1, atol=1e-5)


def test_a_constant_is_a_formula():
    _, y = curve("3")
    assert set(y) == {3.0}
    _, noisy = curve("3", noise=1.0)
    assert noisy.std() == pytest.approx(TARGET_NOISE, rel=0.04)


@pytest.mark.parametrize("scale", [0.01, 100])
def test_noise_is_in_proportion_to_the_spread_of_the_values(scale):
    formula = f"{scale} cos(x)"
    (x, clean), (same, half), (_, full) = (curve(formula, noise=noise) for noise in (0, 0.5, 1))
    assert np.array_equal(x, same)
    assert np.allclose(full - clean, 2 * (half - clean), atol=1e-4 * scale)
    spread = scale * np.cos(np.linspace(-6, 6, 10_001)).std()
    assert (full - clean).std() == pytest.approx(TARGET_NOISE * spread, rel=0.04)


@pytest.mark.parametrize(
    ("formula", "where"),
    [
        ("log(x)", lambda x: x > 0),
        ("sqrt(x + 2)", lambda x: x >= -2),
        ("1/x", lambda x: abs(x) >= 1e-3),
        ("x / abs(x)", lambda x: x != 0),
    ],
)
def test_points_lie_where_the_formula_has_a_usable_value(formula, where):
    x, y = curve(formula)
    assert len(x) == 5000
    assert where(x).all()
    assert np.isfinite(y).all()
    assert np.abs(y).max() <= 1000
    again, _ = curve(formula)
    assert np.array_equal(x, again)


def test_only_points_without_a_value_are_drawn_again():
    (plain, _), (root, _) = curve("x"), curve("sqrt(x)")
    kept = plain > 0
    assert np.array_equal(plain[kept], root[kept])
    assert 0.4 < kept.mean() < 0.6
    assert len(np.unique(root)) > 4900


def test_a_formula_with_a_value_almost_nowhere_but_on_the_checks_grid_still_loads():
    """Only at multiples of 0.05 off 0.025 is the cosine's root real, and there the check looks."""
    x, y = curve("sqrt(cos(40 pi (x - 0.025)) - 0.99999999)")
    assert np.isfinite(y).all()
    steps = (x - 0.025) / 0.05
    assert np.abs(steps - steps.round()).max() < 1e-3
