"""The way back from standardized numbers to those of the table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn import datasets

from playground.data import storage
from playground.data.loader import load
from playground.data.points import Points
from playground.data.upload import recount, sample_upload
from playground.session.points import points_frame
from playground.spec.data import DataSpec
from playground.spec.losses import MeanSquaredError
from playground.spec.project import Spec
from playground.spec.training import TrainingSpec
from playground.wire.frame import decode, to_numpy
from support.uploading import csv_of, spec_of, uploaded

RNG = np.random.default_rng(3)
HEIGHTS = np.round(RNG.normal(1e6, 30, 90), 2)
PRICES = np.round(RNG.normal(40, 5, 90), 2)
COLORS = ["red", "blue", "green"] * 30
TABLE = csv_of({"height": list(HEIGHTS), "color": COLORS, "price": list(PRICES)})


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(storage.FOLDER, str(tmp_path))


def led_back(points: Points) -> tuple[list[float], list[float]]:
    """The first column and the labels in the table's numbers, in order."""
    assert points.units is not None
    units = points.units
    first = points.inputs[:, 0].astype(np.float64) * units.scale[0] + units.zero[0]
    labels = points.labels.astype(np.float64) * units.label_scale + units.label_zero
    return sorted(first), sorted(labels)


def test_an_upload_s_numbers_are_those_of_the_file() -> None:
    points = load(spec_of(uploaded(TABLE)))
    heights, prices = led_back(points)
    np.testing.assert_allclose(heights, sorted(HEIGHTS), rtol=1e-9, atol=1e-3)
    np.testing.assert_allclose(prices, sorted(PRICES), atol=1e-4)
    # A category is 0 or 1, as it is.
    assert points.units is not None
    assert points.units.zero[1:].tolist() == [0, 0, 0]
    assert points.units.scale[1:].tolist() == [1, 1, 1]


def test_a_sample_has_the_units_of_the_whole() -> None:
    spec = spec_of(uploaded(TABLE))
    whole, some = load(spec).units, sample_upload(spec, 20).units
    assert whole is not None
    assert some is not None
    np.testing.assert_array_equal(whole.zero, some.zero)
    np.testing.assert_array_equal(whole.scale, some.scale)


def test_what_is_not_standardised_has_its_own_units() -> None:
    document = uploaded(TABLE).model_dump(mode="json") | {"standardise": False}
    assert load(spec_of(recount(document))).units is None
    assert load(DataSpec(dataset="spiral")).units is None


def test_a_table_that_ships_leads_back_to_its_columns_as_chosen() -> None:
    columns = ("petal_width", "sepal_length")
    points = load(DataSpec(dataset="iris", classes=3, samples=5000, noise=0, columns=columns))
    iris = datasets.load_iris()
    assert points.units is not None
    found = points.inputs * points.units.scale + points.units.zero
    wanted = iris.data[
        :, [iris.feature_names.index(f"{n} (cm)".replace("_", " ")) for n in columns]
    ]
    np.testing.assert_allclose(np.sort(found, axis=0), np.sort(wanted, axis=0), atol=1e-5)


def test_the_frame_tells_them() -> None:
    spec = Spec(
        data=DataSpec(dataset="diabetes", samples=5000, noise=0),
        training=TrainingSpec(loss=MeanSquaredError()),
    )
    frame = decode(points_frame(spec, 1))
    labels = to_numpy(frame.arrays["labels"]).astype(np.float64)
    scale, zero = float(frame.values["label_scale"]), float(frame.values["label_zero"])
    wanted = sorted(datasets.load_diabetes().target)
    np.testing.assert_allclose(sorted(labels * scale + zero), wanted, atol=1e-3)
    assert to_numpy(frame.arrays["zero"]).shape == (len(spec.data.input_names),)
