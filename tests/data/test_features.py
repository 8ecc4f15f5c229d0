"""Features, and the grid that pictures sample."""

import numpy as np
import pytest

from playground.data.features import FEATURES, design
from playground.data.grid import grid
from playground.spec.data import FEATURES as NAMES
from playground.spec.data import DataSpec


def test_every_feature_of_the_spec_is_computed():
    x = np.array([[2.0, -3.0], [0.5, 1.0]], dtype=np.float32)
    a, b = x.T
    want = [a, b, a * a, b * b, a * b, np.sin(a), np.sin(b), np.cos(a), np.cos(b)]
    assert set(FEATURES) == set(NAMES)
    matrix = design(NAMES, x)
    assert matrix.dtype == np.float32
    assert np.allclose(matrix, np.stack(want, axis=1))


def test_columns_follow_the_order_given():
    x = np.array([[2.0, -3.0]], dtype=np.float32)
    assert design(("x2", "x1"), x).tolist() == [[-3.0, 2.0]]


def test_a_feature_of_x2_needs_two_inputs():
    with pytest.raises(IndexError):
        design(("x2",), np.zeros((3, 1), dtype=np.float32))


def test_grid_starts_at_the_top_left_and_runs_along_x1():
    points = grid(DataSpec(), 4)
    assert points.dtype == np.float32
    assert points[:4].tolist() == [[-4.5, 4.5], [-1.5, 4.5], [1.5, 4.5], [4.5, 4.5]]
    assert points[-1].tolist() == [4.5, -4.5]
    assert len(points) == 16


def test_grid_of_one_dimension_is_a_line():
    line = grid(DataSpec(dataset="curve", features=("x1",)), 4)
    assert line.tolist() == [[-4.5], [-1.5], [1.5], [4.5]]
