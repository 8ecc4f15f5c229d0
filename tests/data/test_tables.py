"""The tables: which rows and columns, whose mean and deviation, and what noise does."""

import numpy as np
import pytest
from sklearn import datasets

from playground.data.loader import load
from playground.spec.datasets import DATASETS
from support.data_sets import spec

TABLES = {name: kind.columns for name, kind in DATASETS.items() if kind.columns}
NAMES = sorted(TABLES)


def table(name, **fields):
    most = DATASETS[name].max_classes
    return spec(name, **{"samples": 5000, "classes": most} | fields)


def original(name):
    return getattr(datasets, f"load_{name}")()


@pytest.mark.parametrize("name", NAMES)
def test_columns_and_counts_of_the_spec_are_those_of_the_table(name):
    found = original(name)
    plain = [str(column).removesuffix(" (cm)").replace(" ", "_") for column in found.feature_names]
    assert TABLES[name] == tuple(column.replace("/", "_or_") for column in plain)
    counted = [len(found.target)] if name == "diabetes" else np.bincount(found.target).tolist()
    assert list(DATASETS[name].given) == counted


@pytest.mark.parametrize("name", NAMES)
def test_training_rows_are_standardised_and_test_rows_follow_them(name):
    points = load(table(name))
    train = points.inputs[: points.train].astype(np.float64)
    assert np.allclose(train.mean(axis=0), 0, atol=1e-6)
    assert np.allclose(train.std(axis=0), 1, atol=1e-6)
    assert np.abs(points.inputs[points.train :].mean(axis=0)).max() > 1e-3
    # All rows are there, each column stretched and moved as a whole.
    found = original(name)
    values = found.data
    for column in range(values.shape[1]):
        mine, theirs = np.sort(points.inputs[:, column]), np.sort(values[:, column])
        slope, offset = np.polyfit(theirs, mine, 1)
        assert np.allclose(mine, slope * theirs + offset, atol=1e-4)
        assert slope > 0


@pytest.mark.parametrize("name", NAMES)
def test_what_test_rows_hold_moves_no_training_row(name):
    """Rows of one order, standardized by 30 % of them or 80 %: the same but for scale and origin."""
    few, many = load(table(name, train_fraction=0.3)), load(table(name, train_fraction=0.8))
    first = few.inputs[: few.train].astype(np.float64)
    assert np.allclose(first.std(axis=0), 1, atol=1e-6)
    again = many.inputs[: few.train].astype(np.float64)
    again = (again - again.mean(axis=0)) / again.std(axis=0)
    assert np.allclose(first, again, atol=1e-4)


def test_diabetes_has_standardised_targets():
    points = load(table("diabetes"))
    train = points.labels[: points.train].astype(np.float64)
    assert train.mean() == pytest.approx(0, abs=1e-6)
    assert train.std() == pytest.approx(1, abs=1e-6)
    targets = np.sort(original("diabetes").target)
    scaled = np.sort(points.labels)
    assert np.corrcoef(targets, scaled)[0, 1] == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("name", ["iris", "wine"])
def test_rows_keep_their_labels(name):
    """Each row, scaled back, is one of the table with that label."""
    given = table(name)
    points = load(given)
    found = original(name)
    slopes = [
        np.polyfit(np.sort(found.data[:, c]), np.sort(points.inputs[:, c]), 1)
        for c in range(found.data.shape[1])
    ]
    back = np.stack([(points.inputs[:, c] - b) / a for c, (a, b) in enumerate(slopes)], axis=1)
    mine = {(*row.round(2), label) for row, label in zip(back, points.labels, strict=True)}
    theirs = {(*row.round(2), label) for row, label in zip(found.data, found.target, strict=True)}
    assert mine == theirs


def test_fewer_classes_leave_the_later_ones_out():
    points = load(table("wine", classes=2))
    assert np.bincount(points.labels).tolist() == [59, 71]


@pytest.mark.parametrize(("name", "want"), [("wine", [13, 16, 11]), ("breast_cancer", [15, 25])])
def test_fewer_samples_keep_the_shares(name, want):
    points = load(table(name, samples=40))
    assert np.bincount(points.labels).tolist() == want


@pytest.mark.parametrize("name", NAMES)
def test_columns_come_as_chosen(name):
    chosen = (TABLES[name][2], TABLES[name][0])
    some, whole = load(table(name, columns=chosen, noise=0.3)), load(table(name, noise=0.3))
    assert np.array_equal(some.inputs, whole.inputs[:, [2, 0]])
    assert np.array_equal(some.labels, whole.labels)


@pytest.mark.parametrize("name", NAMES)
def test_noise_adds_so_many_deviations(name):
    none, half, full = (load(table(name, noise=noise)) for noise in (0.0, 0.5, 1.0))
    moved = full.inputs - none.inputs
    assert np.allclose(half.inputs - none.inputs, moved / 2, atol=1e-4)
    assert moved.std() == pytest.approx(1, abs=4 / np.sqrt(2 * moved.size))
    assert np.array_equal(none.labels, full.labels)


def test_a_column_that_is_constant_in_training_stays_finite():
    fields = {"samples": 20, "train_fraction": 0.1, "columns": ("sex",)}
    constant = 0
    for seed in range(1, 12):
        points = load(table("diabetes", seed=seed, **fields))
        assert points.train == 2
        constant += points.inputs[0, 0] == points.inputs[1, 0] == 0
        assert np.isfinite(points.inputs).all()
    assert constant
