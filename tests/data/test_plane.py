"""Planes through inputs of many columns, against scikit-learn's components."""

import numpy as np
import pytest
from sklearn.decomposition import PCA

from playground.data import plane as plane_module
from playground.data.loader import load
from playground.data.plane import NoSuchColumnError, cells, label_bound, plane
from playground.spec.data import DataSpec
from playground.spec.planes import ColumnsPlane, PrincipalPlane

PCA_PLANE = PrincipalPlane()


def train_of(spec):
    points = load(spec)
    return points.inputs[: points.train]


SETS = [
    DataSpec(dataset="wine", classes=3, samples=178),
    DataSpec(dataset="digits", classes=10, samples=600),
    DataSpec(dataset="bars", image_size=16),
    DataSpec(dataset="shapes", image_size=28, classes=5, samples=100),
]


@pytest.mark.parametrize("spec", SETS, ids=lambda spec: spec.dataset)
def test_components_are_scikit_learns(spec):
    train = train_of(spec)
    flat = train.reshape(len(train), -1).astype(np.float64)
    expected = PCA(2, svd_solver="full").fit(flat)
    found = plane(train, spec, PCA_PLANE)
    np.testing.assert_allclose(found.origin, flat.mean(0), atol=1e-5)
    # scikit-learn divides by N - 1.
    scale = np.sqrt(expected.explained_variance_ * (len(flat) - 1) / len(flat))
    for axis, component, length in zip(found.axes, expected.components_, scale, strict=True):
        sign = np.sign(axis @ component)
        np.testing.assert_allclose(axis, sign * component * length, atol=1e-3 * length)
    np.testing.assert_allclose(found.explained, expected.explained_variance_ratio_, rtol=1e-4)
    assert (found.x_name, found.y_name) == ("PC1", "PC2")


def test_both_ways_to_seek_components_agree(monkeypatch):
    spec = SETS[1]
    train = train_of(spec)
    exact = plane(train, spec, PCA_PLANE)
    monkeypatch.setattr(plane_module, "EXACT_COLUMNS", 10)
    monkeypatch.setattr(plane_module, "DEPTH", 8)
    sought = plane(train, spec, PCA_PLANE)
    np.testing.assert_allclose(sought.axes, exact.axes, atol=1e-4)
    np.testing.assert_allclose(sought.explained, exact.explained, rtol=1e-5)


def test_the_sign_does_not_depend_on_the_order_of_the_rows():
    spec = SETS[1]
    train = train_of(spec)
    there, back = plane(train, spec, PCA_PLANE), plane(train[::-1].copy(), spec, PCA_PLANE)
    np.testing.assert_allclose(there.axes, back.axes, atol=1e-4)
    for axis in there.axes:
        assert axis[np.abs(axis).argmax()] > 0


def test_only_so_many_rows_are_looked_at(monkeypatch):
    spec = SETS[0]
    train = train_of(spec)
    monkeypatch.setattr(plane_module, "MAX_VALUES", 50 * 13)
    np.testing.assert_array_equal(
        plane(train, spec, PCA_PLANE).axes, plane(train[:50], spec, PCA_PLANE).axes
    )


@pytest.mark.parametrize("plane_asked", [None, ColumnsPlane(x=3, y=5), PCA_PLANE], ids=str)
@pytest.mark.parametrize("spec", SETS, ids=lambda spec: spec.dataset)
def test_the_grids_points_lie_where_they_are_projected_to(spec, plane_asked):
    found = plane(train_of(spec), spec, plane_asked)
    inputs = found.grid(6)
    assert inputs.shape == (36, *spec.input_shape)
    assert inputs.dtype == np.float32
    x, y = found.project(inputs)
    np.testing.assert_allclose(np.stack([x, y], axis=1), cells(spec.domain, 6), atol=1e-4)


def test_the_first_row_of_cells_is_at_the_top():
    np.testing.assert_allclose(cells((-2, 2), 2), [[-1, 1], [1, 1], [-1, -1], [1, -1]])


def test_columns_hold_the_others_where_they_are_asked_to():
    spec = DataSpec(dataset="iris", classes=3, samples=150)
    found = plane(train_of(spec), spec, ColumnsPlane(x=3, y=0, held=(1.0, 2.0, 3.0, 4.0)))
    grid = found.grid(4)
    assert (grid[:, 1] == 2).all()
    assert (grid[:, 2] == 3).all()
    np.testing.assert_allclose(grid[:4, 3], [-2.625, -0.875, 0.875, 2.625])
    np.testing.assert_allclose(grid[::4, 0], [2.625, 0.875, -0.875, -2.625])
    assert (found.x_name, found.y_name, found.explained) == ("petal_width", "sepal_length", None)


def test_what_is_held_of_columns_that_are_gone_is_passed_over():
    spec = DataSpec(dataset="iris", columns=("petal_width", "sepal_length"), samples=50)
    found = plane(train_of(spec), spec, ColumnsPlane(held=(1.0,) * 4))
    np.testing.assert_array_equal(found.origin, [0, 0])


@pytest.mark.parametrize(("x", "y"), [(4, 0), (0, 4), (16_000, 1), (2, 2)])
def test_columns_that_are_not_there_are_refused(x, y):
    spec = DataSpec(dataset="iris", samples=50)
    with pytest.raises(NoSuchColumnError):
        plane(train_of(spec), spec, ColumnsPlane(x=x, y=y))


@pytest.mark.parametrize("exact", [1, 100])
def test_inputs_that_do_not_vary_have_a_plane_of_one_point(monkeypatch, exact):
    monkeypatch.setattr(plane_module, "EXACT_COLUMNS", exact)
    spec = DataSpec(dataset="iris", samples=50)
    found = plane(np.full((20, 4), 0.3, dtype=np.float32), spec, PCA_PLANE)
    assert not found.axes.any()
    x, y = found.project(np.ones((3, 4), dtype=np.float32))
    assert not x.any()
    assert not y.any()
    assert found.explained == (0, 0)


def test_inputs_along_one_line_have_no_second_axis():
    spec = DataSpec(dataset="iris", samples=50)
    along = np.linspace(-1, 1, 30, dtype=np.float32)[:, None] * np.array([1, 2, 3, -4], np.float32)
    found = plane(along, spec, PCA_PLANE)
    assert not found.v.any()
    assert found.explained == (pytest.approx(1), 0)


def test_numbers_to_predict_are_coloured_as_far_as_most_of_them_go():
    labels = np.linspace(-40, 40, 801).astype(np.float32)
    spec = DataSpec(dataset="diabetes")
    assert label_bound(spec, labels) == pytest.approx(38)
    # Those of the other sets span about -1 to 1.
    assert label_bound(DataSpec(dataset="plane"), labels) == 1
    assert label_bound(DataSpec(dataset="iris"), np.array([0, 1, 1])) == 1
    assert label_bound(spec, np.zeros(5, dtype=np.float32)) == 1
