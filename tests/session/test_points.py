"""The frame of samples that a viewer is sent."""

import numpy as np
import pytest

from playground.data.loader import load
from playground.data.plane import label_bound
from playground.session import points as points_module
from playground.session.points import points_frame
from playground.spec.datasets import DATASETS
from playground.spec.project import parse
from playground.wire.frame import decode, to_numpy
from support.uploading import csv_of, npz_of, uploaded

CROSS = {"loss": {"kind": "cross_entropy"}}
MSE = {"loss": {"kind": "mse"}}


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path))


def seen(data, training=CROSS):
    network = {"layers": [{"kind": "dense", "id": "h1"}]}
    spec = parse({"data": data, "network": network, "training": training})
    frame = decode(points_frame(spec, 5))
    assert (frame.probe, frame.key, frame.revision, frame.step) == ("points", "points", 5, 0)
    return spec, frame.values, {name: to_numpy(array) for name, array in frame.arrays.items()}


@pytest.mark.parametrize(
    ("dataset", "form", "dimensions"), [("spiral", "plane", 2), ("curve", "line", 1)]
)
def test_points_of_the_line_and_the_plane(dataset, form, dimensions):
    data = {"dataset": dataset, "samples": 60, "features": ("x1", "sin_x1")}
    spec, values, arrays = seen(data, MSE)
    points = load(spec.data)
    # Where they lie, not what the network sees of it.
    np.testing.assert_array_equal(arrays["inputs"], points.inputs)
    assert arrays["inputs"].shape == (60, dimensions)
    np.testing.assert_array_equal(arrays["labels"], points.labels)
    assert values == {
        "form": form,
        "train": 42,
        "task": "binary" if form == "plane" else "regression",
        "classes": 2,
        "dimensions": dimensions,
        "low": -6.0,
        "high": 6.0,
        "label_bound": 1.0,
    }


def test_few_painted_points_train_and_test():
    painted = ((1.0, 2.0, 0), (-1.0, 0.5, 1), (3.0, 3.0, 0))
    _, values, arrays = seen({"dataset": "painted", "painted": painted})
    assert values["train"] == 3
    assert len(arrays["labels"]) == len(arrays["inputs"]) == 6
    assert sorted(map(tuple, arrays["inputs"][:3].tolist())) == sorted(
        (x, y) for x, y, _ in painted
    )


def test_a_formulas_values_are_coloured_as_far_as_they_go():
    data = {"dataset": "formula_surface", "formula": "5 * x1"}
    spec, values, arrays = seen(data, MSE)
    assert values["label_bound"] == label_bound(spec.data, arrays["labels"][: values["train"]])
    assert 25 < values["label_bound"] < 30


def test_a_table():
    data = {"dataset": "wine", "classes": 3, "samples": 178, "columns": ("hue", "ash")}
    spec, values, arrays = seen(data)
    points = load(spec.data)
    np.testing.assert_array_equal(arrays["inputs"], points.inputs)
    np.testing.assert_array_equal(arrays["labels"], points.labels)
    assert arrays["labels"].dtype == np.float32
    assert values["names"] == ["hue", "ash"]
    assert (values["form"], values["low"], values["high"]) == ("table", -3.5, 3.5)
    _, values, _ = seen({"dataset": "iris", "classes": 3, "samples": 150})
    assert values["names"] == [*DATASETS["iris"].columns]


def test_a_large_table_is_not_sent_whole(monkeypatch):
    monkeypatch.setattr(points_module, "MAX_CELLS", 100 * 4 - 1)
    _, values, arrays = seen({"dataset": "iris", "classes": 3, "samples": 100})
    assert arrays.keys() == {"labels", "zero", "scale"}
    assert len(arrays["labels"]) == 100
    assert len(values["names"]) == 4


def test_images_are_those_that_test():
    spec, values, arrays = seen({"dataset": "digits", "classes": 10, "samples": 900})
    points = load(spec.data)
    assert arrays.keys() == {"images", "labels"}
    assert arrays["images"].dtype == np.uint8
    assert arrays["images"].shape == (200, 8, 8)
    tests = points.inputs[points.train :][:200, 0]
    np.testing.assert_array_equal(arrays["images"], np.rint(tests * 255))
    np.testing.assert_array_equal(arrays["labels"], points.labels)
    assert (values["form"], values["train"], values["dimensions"]) == ("image", 630, 2)


def test_fewer_images_are_all_sent():
    _, _, arrays = seen({"dataset": "bars", "classes": 3, "samples": 50, "image_size": 16})
    assert arrays["images"].shape == (15, 16, 16)


def numbers(rows):
    rng = np.random.default_rng(1)
    columns = {name: rng.normal(size=rows).round(4).tolist() for name in ("a", "b")}
    return uploaded(csv_of(columns | {"kind": ["red", "blue"] * (rows // 2)})).model_dump()


def test_an_uploaded_table_is_the_trainers():
    spec, values, arrays = seen({"dataset": "upload", "upload": numbers(60)})
    points = load(spec.data)
    np.testing.assert_array_equal(arrays["inputs"], points.inputs)
    np.testing.assert_array_equal(arrays["labels"], points.labels)
    assert (values["names"], values["train"]) == (["a", "b"], points.train)


def test_of_a_large_uploaded_table_some_rows_are_sent(monkeypatch):
    monkeypatch.setattr(points_module, "MAX_ROWS", 40)
    spec, values, arrays = seen({"dataset": "upload", "upload": numbers(600)})
    assert arrays["inputs"].shape == (40, 2)
    assert values["train"] == 20
    every = {tuple(row) for row in load(spec.data).inputs.round(3).tolist()}
    assert {tuple(row) for row in arrays["inputs"].round(3).tolist()} <= every


def test_uploaded_images_have_the_trainers_places(monkeypatch):
    """Also where there are more than rows of a table would be sent."""
    monkeypatch.setattr(points_module, "MAX_ROWS", 40)
    rng = np.random.default_rng(2)
    pixels = rng.integers(0, 256, (80, 6, 5), dtype=np.uint8)
    upload = uploaded(npz_of(x=pixels, y=np.arange(80) % 2), "pictures").model_dump()
    spec, values, arrays = seen({"dataset": "upload", "upload": upload})
    points = load(spec.data)
    assert (values["form"], values["train"]) == ("image", points.train)
    assert len(arrays["labels"]) == 80
    tests = points.inputs[points.train :, 0]
    low, high = min(0, tests.min()), max(1, tests.max())
    np.testing.assert_allclose(arrays["images"], (tests - low) / (high - low) * 255, atol=0.51)
