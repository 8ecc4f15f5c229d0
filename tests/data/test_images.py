"""Images: what they show, told by measuring the pixels, however they are moved and turned."""

import numpy as np
import pytest
from sklearn.datasets import load_digits

from playground.data.loader import load
from support.data_sets import spec

DRAWN = {"edges": 4, "bars": 4, "shapes": 5}
SIZES = [16, 28]


def images(name, **fields):
    given = {"classes": DRAWN.get(name, 10), "shift": 0.0, "rotation": 0.0}
    points = load(spec(name, **given | fields))
    return points.inputs[:, 0].astype(np.float64), points.labels


def places(pixels):
    """Ink of each picture, and its centre (x, y) and second moments about it, in pixels."""
    _, height, width = pixels.shape
    y, x = np.mgrid[:height, :width] + 0.5
    x, y = x - width / 2, height / 2 - y
    ink = pixels.sum(axis=(1, 2))
    cx, cy = (pixels * x).sum(axis=(1, 2)) / ink, (pixels * y).sum(axis=(1, 2)) / ink
    dx, dy = x - cx[:, None, None], y - cy[:, None, None]
    xx, yy, xy = ((pixels * m).sum(axis=(1, 2)) / ink for m in (dx * dx, dy * dy, dx * dy))
    return ink, np.stack([cx, cy], axis=1), (xx, yy, xy)


def orientation_of_edges(pixels):
    """Degrees from 0 to 180. A pixel's distance from the edge is the artanh of its brightness."""
    size = pixels.shape[1]
    y, x = np.mgrid[:size, :size] + 0.5
    found = []
    for picture in pixels:
        near = np.abs(picture - 0.5) < 0.48
        plane = np.stack([x[near], -y[near], np.ones(near.sum())], axis=1)
        slope = np.linalg.lstsq(plane, np.arctanh(2 * picture[near] - 1), rcond=None)[0]
        found.append(np.degrees(np.arctan2(slope[1], slope[0])) + 90)
    return np.array(found) % 180


def orientation_of_bars(pixels):
    xx, yy, xy = places(pixels)[2]
    return (np.degrees(np.arctan2(2 * xy, xx - yy)) / 2) % 180


ORIENTATION = {"edges": orientation_of_edges, "bars": orientation_of_bars}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", DRAWN)
def test_pixels_lie_between_dark_and_bright(name, size):
    for noise in (0.0, 1.0):
        pixels, _ = images(name, image_size=size, noise=noise, shift=1, rotation=1)
        assert pixels.shape == (400, size, size)
        assert pixels.min() == pytest.approx(0, abs=1e-3)
        assert pixels.max() == pytest.approx(1, abs=1e-3)
        assert pixels.min() >= 0
        assert pixels.max() <= 1


@pytest.mark.parametrize("name", ["bars", "shapes"])
def test_pictures_of_a_class_are_alike_until_moved(name):
    pixels, labels = images(name)
    for label in range(DRAWN[name]):
        same = pixels[labels == label]
        assert np.array_equal(same, np.broadcast_to(same[0], same.shape))
    for fields in ({"shift": 0.5}, {"rotation": 0.5}, {"noise": 0.2}):
        moved, _ = images(name, **fields)
        assert len(np.unique(moved, axis=0)) > 300


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["edges", "bars"])
def test_orientations_are_a_class_apart(name, size):
    pixels, labels = images(name, image_size=size)
    error = (ORIENTATION[name](pixels) - 45 * labels + 90) % 180 - 90
    assert np.abs(error).max() < 1


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("rotation", [0.4, 0.8])
@pytest.mark.parametrize("name", ["edges", "bars"])
def test_rotation_turns_by_less_than_half_a_class(name, rotation, size):
    pixels, labels = images(name, image_size=size, rotation=rotation)
    error = (ORIENTATION[name](pixels) - 45 * labels + 90) % 180 - 90
    assert np.abs(error).max() < 22.5 * rotation + 1
    assert np.abs(error).max() > 22.5 * rotation - 2
    assert error.mean() == pytest.approx(0, abs=2)


@pytest.mark.parametrize("size", SIZES)
def test_either_side_of_an_edge_is_bright(size):
    pixels, labels = images("edges", image_size=size)
    upper = pixels[labels == 0][:, 0, 0] > 0.5
    assert 0.3 < upper.mean() < 0.7
    assert np.allclose(pixels.mean(axis=(1, 2)), 0.5, atol=1e-3)


def test_an_edge_is_soft():
    pixels, labels = images("edges", image_size=16)
    across = np.sort(pixels[labels == 0][0, :, 0])
    assert 0.2 < across[7] < 0.4 < 0.6 < across[8] < 0.8


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("shift", [0.5, 1.0])
def test_shift_moves_by_up_to_a_quarter_of_the_side(shift, size):
    pixels, labels = images("shapes", image_size=size, shift=shift, samples=2000)
    ink, centre, _ = places(pixels)
    most = shift * size / 4
    assert np.abs(centre).max() <= most + 0.1
    assert np.abs(centre).max(axis=0) == pytest.approx(most, rel=0.05)
    # Nothing is cut off: every class keeps its ink.
    still = places(images("shapes", image_size=size)[0])[0]
    for label in range(5):
        want = still[images("shapes", image_size=size)[1] == label][0]
        assert ink[labels == label] == pytest.approx(want, rel=0.06)


def profiles(pixels):
    """Powers of the ink's distance from its centre, on average: no turn or shift changes them."""
    size = pixels.shape[1]
    ink, centre, _ = places(pixels)
    y, x = np.mgrid[:size, :size] + 0.5
    dx = x - size / 2 - centre[:, 0, None, None]
    dy = size / 2 - y - centre[:, 1, None, None]
    radius = np.hypot(dx, dy) / (size / 4)
    means = [(pixels * radius**power).sum(axis=(1, 2)) / ink for power in (2, 8)]
    return np.stack([ink / (size / 4) ** 2, *means], axis=1)


@pytest.mark.parametrize("turned", [{"rotation": 1.0}, {"rotation": 1.0, "shift": 1.0}])
def test_shapes_are_told_apart_however_they_lie(turned):
    upright, labels = images("shapes", image_size=28)
    templates = np.stack([profiles(upright)[labels == label][0] for label in range(5)])
    pixels, labels = images("shapes", image_size=28, **turned)
    distance = ((np.log(profiles(pixels)[:, None] / templates)) ** 2).sum(axis=2)
    assert np.array_equal(distance.argmin(axis=1), labels)


@pytest.mark.parametrize("size", SIZES)
def test_shapes_have_the_area_of_their_geometry(size):
    pixels, labels = images("shapes", image_size=size, rotation=1.0)
    ink = places(pixels)[0] / (size / 4) ** 2
    areas = [
        np.pi * 0.8**2,
        1.4**2,
        3 * np.sqrt(3) / 4,
        2 * 1.9 * 0.6 - 0.6**2,
        np.pi * (0.96**2 - 0.54**2),
    ]
    for label, area in enumerate(areas):
        assert ink[labels == label].mean() == pytest.approx(area, rel=0.03)


def test_shapes_look_as_they_are_called():
    pixels, labels = images("shapes", image_size=28)
    disc, square, triangle, cross, ring = (pixels[labels == label][0] for label in range(5))
    assert ring[13:15, 13:15].max() == 0
    assert min(each[13:15, 13:15].min() for each in (disc, square, triangle, cross)) == 1
    assert (np.diff(triangle.sum(axis=1)[7:17]) > 0.5).all()
    # Half a side is 4.9 pixels: the outermost are covered by nine tenths.
    assert square[9:19, 9:19].min() == pytest.approx(0.9)
    assert disc[9, 9] == 0
    assert cross[8, 8] == 0 < cross[8, 13]
    for symmetric in (disc, square, cross, ring):
        assert np.allclose(symmetric, symmetric.T, atol=1e-6)


@pytest.mark.parametrize("name", DRAWN)
def test_rotation_and_shift_leave_the_labels(name):
    _, labels = images(name)
    _, turned = images(name, shift=1.0, rotation=1.0, noise=1.0)
    assert np.array_equal(labels, turned)


def test_noise_is_half_its_number_on_a_pixel():
    (clean, _), (noisy, _) = images("shapes"), images("shapes", noise=0.4)
    dark = clean == 0
    # What would be darker than dark is dark: half a normal distribution, of mean σ / √(2π).
    assert noisy[dark].mean() == pytest.approx(0.2 / np.sqrt(2 * np.pi), rel=0.02)
    assert (noisy[dark] == 0).mean() == pytest.approx(0.5, abs=0.01)


# --- digits -----------------------------------------------------------------------------------


def test_digits_are_those_of_the_collection():
    pixels, labels = images("digits", samples=5000)
    found = load_digits()
    mine = {
        (*(row.ravel() * 16).astype(int), label) for row, label in zip(pixels, labels, strict=True)
    }
    theirs = {
        (*row.astype(int), label) for row, label in zip(found.data, found.target, strict=True)
    }
    assert len(pixels) == len(found.data)
    assert mine == theirs


def test_fewer_digits_are_the_first_ones_each_in_its_share():
    pixels, labels = images("digits", classes=3, samples=90)
    assert pixels.shape == (90, 8, 8)
    assert np.bincount(labels).tolist() == [30, 30, 30]


def test_another_seed_chooses_other_digits():
    one, two = (images("digits", samples=100, seed=seed)[0] for seed in (1, 2))
    common = {row.tobytes() for row in one} & {row.tobytes() for row in two}
    assert len(common) < 30


def test_digits_get_noise_too():
    (clean, _), (noisy, _) = images("digits"), images("digits", noise=0.5)
    assert 0.05 < np.abs(noisy - clean).mean() < 0.25
