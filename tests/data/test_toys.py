"""The toy sets: shapes, balance, domain, and what noise does."""

from itertools import pairwise

import numpy as np
import pytest

from playground.data.datasets._bumps import BUMPS
from playground.data.datasets.curve import curve_mean
from playground.data.loader import load
from playground.spec.data import DataSpec
from playground.spec.datasets import DATASETS as KINDS

NAMES = [name for name, kind in KINDS.items() if kind.group in ("points", "many", "curves")]
MANY_CLASSES = [name for name in NAMES if KINDS[name].max_classes > 2]


def spec(name, **fields):
    kind = KINDS[name]
    features = ("x1",) if kind.dimensions == 1 else ("x1", "x2")
    return DataSpec(dataset=name, features=features, **{"samples": 400, "noise": 0.0} | fields)


@pytest.mark.parametrize("noise", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("name", NAMES)
def test_points_have_the_promised_form_and_lie_in_the_domain(name, noise):
    points = load(spec(name, noise=noise))
    assert points.inputs.shape == (400, KINDS[name].dimensions)
    assert points.inputs.dtype == np.float32
    assert points.labels.shape == (400,)
    assert points.labels.dtype == (np.float32 if KINDS[name].regression else np.int64)
    assert np.abs(points.inputs).max() <= 6
    assert np.isfinite(points.labels).all()
    assert points.train == 280


@pytest.mark.parametrize("name", NAMES)
def test_noise_moves_the_same_points_in_proportion(name):
    none, half, full = (load(spec(name, noise=noise)) for noise in (0.0, 0.25, 0.5))
    values = "labels" if KINDS[name].regression else "inputs"
    start, middle, end = (getattr(points, values) for points in (none, half, full))
    inside = np.abs(full.inputs).max(axis=1) < 6
    assert np.allclose((end - start)[inside], 2 * (middle - start)[inside], atol=1e-4)
    assert (end - start).std() > 0.1
    if not KINDS[name].regression:
        assert np.array_equal(none.labels, full.labels)


@pytest.mark.parametrize("name", [name for name in NAMES if not KINDS[name].regression])
def test_classes_are_balanced_and_mixed(name):
    for classes in range(2, KINDS[name].max_classes + 1):
        points = load(spec(name, classes=classes))
        counts = np.bincount(points.labels, minlength=classes)
        assert counts.max() - counts.min() <= 1
        in_training = np.bincount(points.labels[: points.train], minlength=classes)
        assert in_training.min() > 0.6 * points.train / classes


def test_xor_has_class_1_where_the_signs_agree():
    points = load(spec("xor"))
    assert np.array_equal(points.labels == 1, points.inputs.prod(axis=1) > 0)


def test_circle_has_class_1_inside():
    points = load(spec("circle"))
    assert np.array_equal(points.labels == 1, np.hypot(*points.inputs.T) < 3)


def test_neighbouring_squares_of_the_board_differ():
    points = load(spec("checkerboard"))
    column, row = np.floor(points.inputs.T / 2.5).astype(int)
    assert np.array_equal((column + row) % 2, points.labels)


@pytest.mark.parametrize("classes", [2, 3, 6])
def test_spiral_arms_are_turned_copies_of_one_another(classes):
    points = load(spec("spiral", classes=classes))
    radius, angle = np.hypot(*points.inputs.T), np.arctan2(*points.inputs.T[::-1])
    turned = angle - 2 * np.pi * (3.5 / classes * radius / 5 + points.labels / classes)
    assert np.allclose(np.exp(1j * turned), 1, atol=1e-4)


@pytest.mark.parametrize("name", MANY_CLASSES)
def test_nearest_class_is_ones_own_without_noise(name):
    points = load(spec(name, classes=6, samples=900))
    squares = ((points.inputs[:, None] - points.inputs[None]) ** 2).sum(axis=2)
    np.fill_diagonal(squares, np.inf)
    assert (points.labels[squares.argmin(axis=1)] == points.labels).mean() > 0.95


@pytest.mark.parametrize("classes", [2, 4, 6])
def test_rings_lie_around_one_another_with_gaps_between(classes):
    points = load(spec("rings", classes=classes, samples=3000))
    radius = np.hypot(*points.inputs.T)
    of = [radius[points.labels == label] for label in range(classes)]
    assert of[0].min() < 0.2
    gaps = [outer.min() - inner.max() for inner, outer in pairwise(of)]
    assert min(gaps) > 0.9 * 5.6 / classes / 3
    assert of[-1].max() < 5.6


@pytest.mark.parametrize("classes", [2, 3, 6])
def test_sectors_are_slices_counter_clockwise_from_the_x1_axis(classes):
    points = load(spec("sectors", classes=classes, samples=3000))
    angle = np.arctan2(points.inputs[:, 1], points.inputs[:, 0]) % (2 * np.pi)
    assert np.array_equal(np.floor(angle / (2 * np.pi) * classes), points.labels)
    assert np.hypot(*points.inputs.T).max() == pytest.approx(5.4, abs=0.05)


@pytest.mark.parametrize("name", ["rings", "sectors"])
def test_points_of_a_class_are_uniform_in_its_area(name):
    points = load(spec(name, classes=2, samples=5000))
    squares = (points.inputs[points.labels == 1] ** 2).sum(axis=1)
    middle = (squares.min() + squares.max()) / 2
    # 2,500 draws: three standard deviations of a half are 3 %.
    assert (squares < middle).mean() == pytest.approx(0.5, abs=0.03)


def test_regression_targets_without_noise_are_their_formulas():
    plane = load(spec("plane"))
    assert np.allclose(plane.labels, plane.inputs.sum(axis=1) / 12, atol=1e-6)
    curve = load(spec("curve"))
    assert np.allclose(curve.labels, curve_mean(curve.inputs[:, 0]), atol=1e-5)
    bumps = load(spec("multi_gauss"))
    squares = ((bumps.inputs[:, None] - BUMPS[:, :2]) ** 2).sum(axis=2)
    assert np.allclose(bumps.labels, np.exp(-squares / 2) @ BUMPS[:, 2], atol=1e-5)
