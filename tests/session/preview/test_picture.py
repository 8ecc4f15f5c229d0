"""The picture of a session: its colors are the page's, its map and points lie where they are."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from playground.session.points import points_frame
from playground.session.preview import colors
from playground.session.preview.picture import MARGIN, SIDE, Seen, measured, picture
from playground.spec.presets import PRESETS
from playground.spec.project import Spec, parse
from playground.wire.frame import Frame, array, decode

CURVES: Any = {
    "step": [0, 1, 1200],
    "train_loss": [0.9, 0.5, 0.01],
    "test_loss": [1.0, 0.6, 0.0213],
    "test_accuracy": [0.5, 0.7, 0.983],
}


def of(spec: Spec, boundary: Frame | None = None, curves: Any = None) -> np.ndarray[Any, Any]:
    """Pixels [630, 1200, 3]."""
    points = decode(points_frame(spec, 1))
    image = Image.open(io.BytesIO(picture(Seen(spec, points, boundary, curves or {}))))
    assert (image.format, image.size, image.mode) == ("PNG", (1200, 630), "RGB")
    assert not image.info
    return np.asarray(image)


def frame(**arrays: np.ndarray[Any, Any]) -> Frame:
    packed = {name: array(found) for name, found in arrays.items()}
    return Frame("boundary", "boundary:110", 7, 0, 1, 0.0, packed, {})


def test_colours_are_those_of_the_page() -> None:
    """Worked out by the page's own `mix` and `signed`."""
    signed, classes = colors.signed_bytes(), colors.class_bytes()
    assert signed[0].tolist() == list(colors.NEGATIVE)
    assert signed[255].tolist() == list(colors.POSITIVE)
    assert classes[2, 255].tolist() == list(colors.CLASSES[2])
    assert classes[3, 0].tolist() == list(colors.NEUTRAL)
    assert signed[127].tolist() == [245, 245, 244]
    assert signed[200].tolist() == [239, 172, 132]
    assert classes[2, 128].tolist() == [175, 210, 193]
    assert classes[9, 30].tolist() == [245, 243, 241]
    assert colors.gray_bytes()[77].tolist() == [168, 169, 169]


def test_a_map_lies_the_right_way_up() -> None:
    """Blue above, orange below; a point of each class lies on top of its own side."""
    painted = [[-3, 3, 0], [3, -3, 1], [-5, 5, 0], [5, -5, 1], [0, 5, 0], [0, -5, 1]]
    data = {"dataset": "painted", "painted": painted}
    spec = parse({"data": data, "network": {"layers": []}})
    rows = np.repeat(np.array([0, 255], np.uint8), 55)
    pixels = of(spec, frame(map=np.repeat(rows[:, None], 110, axis=1))).astype(int)
    left, top, right, bottom = MARGIN, MARGIN, MARGIN + SIDE, MARGIN + SIDE
    above, below = pixels[top + 200, left + 20], pixels[bottom - 200, right - 20]
    assert above[2] > above[0] + 40
    assert below[0] > below[2] + 40
    # Where the plane runs from -6 to 6.
    across, down = left + SIDE * 3 / 12, top + SIDE * 3 / 12
    assert pixels[round(down), round(across)].tolist() == list(colors.NEGATIVE)


def test_classes_are_as_strong_as_they_are_sure() -> None:
    spec = PRESETS["three_classes"]
    classes = np.zeros((110, 110), np.uint8)
    sure = np.full((110, 110), 255, np.uint8)
    sure[:, 55:] = 0
    pixels = of(spec, frame(classes=classes, confidence=sure)).astype(int)
    assert np.abs(pixels[MARGIN + 3, MARGIN + SIDE - 5] - colors.NEUTRAL).max() <= 1
    strong = pixels[MARGIN + 3, MARGIN + 5]
    assert strong[2] > strong[0] + 60


@pytest.mark.parametrize("dataset", ["curve", "iris", "digits", "spiral"])
def test_every_form_of_data_has_a_picture(dataset: str) -> None:
    training = {"loss": {"kind": "mse" if dataset == "curve" else "cross_entropy"}}
    layers = [{"kind": "flatten", "id": "f"}] if dataset == "digits" else []
    features = ["x1"] if dataset == "curve" else ["x1", "x2"]
    data = {"dataset": dataset, "features": features}
    spec = parse({"data": data, "network": {"layers": layers}, "training": training})
    x = np.linspace(-6, 6, 110, dtype=np.float32)
    y = np.where(x > 4, np.nan, np.tan(x)).astype(np.float32)
    boundary = frame(x=x, y=y) if dataset == "curve" else None
    bare, full = of(spec), of(spec, boundary, CURVES)
    assert (bare != full).any()
    inside = full[MARGIN : MARGIN + SIDE, MARGIN : MARGIN + SIDE]
    assert len(np.unique(inside.reshape(-1, 3), axis=0)) > 5


@pytest.mark.parametrize(
    "curves",
    [
        {},
        {"step": [0], "train_loss": [0.5], "test_loss": [0.5]},
        {"step": [0, 5], "train_loss": [None, None], "test_loss": [0.5, None]},
        {"step": [0, 5], "train_loss": [0.0, 0.0], "test_loss": [0.0, 0.0]},
        {"step": [0, 5], "train_loss": [1e300, 2.0], "test_loss": [1e300, 1.0]},
    ],
)
def test_any_curves_will_do(curves: Any) -> None:
    of(PRESETS["xor"], None, curves)


def test_the_words_are_the_newest_point() -> None:
    assert measured(CURVES) == ["step 1,200", "test loss 0.0213", "test accuracy 98.3 %"]
    assert measured({}) == ["step 0"]
    assert measured({"step": [3], "test_loss": [None], "test_rmse": [0.25]}) == [
        "step 3",
        "test RMSE 0.25",
    ]
