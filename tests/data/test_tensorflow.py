"""TensorFlow Playground's sets against its formulas, written out anew point by point."""

import math
import random

import numpy as np
import pytest

from playground.data.datasets.tf_multi_gauss import cones
from playground.data.loader import load
from support.data_sets import spec

NOISES = [0.0, 0.1, 0.25, 0.5]


def points(name, noise=0.0, samples=5000, **fields):
    found = load(spec(name, noise=noise, samples=samples, **fields))
    return found.inputs.astype(np.float64), found.labels


def same_share(one, two):
    """Shares of two independent samples: equal to four standard deviations."""
    spread = math.sqrt(0.25 / len(one) + 0.25 / len(two))
    return abs(np.mean(one) - np.mean(two)) < 4 * spread


# --- classification ---------------------------------------------------------------------------


def test_circle_without_noise_is_a_disc_and_a_ring():
    inputs, labels = points("tf_circle")
    radius = np.hypot(*inputs.T)
    assert np.array_equal(labels == 1, radius < 2.5)
    assert labels.sum() == 2500
    inner, outer = radius[labels == 1], radius[labels == 0]
    assert 3.5 <= outer.min() < 3.51
    assert 4.99 < outer.max() <= 5
    # Uniform in the radius, not in the area.
    assert same_share(inner < 1.25, np.arange(2500) < 1250)
    assert same_share(outer < 4.25, np.arange(2500) < 1250)


def test_noise_of_the_circle_moves_labels_and_no_point():
    (clean, _), (noisy, labels) = points("tf_circle"), points("tf_circle", 0.3)
    assert np.array_equal(clean, noisy)
    rng, flipped = random.Random(5), {True: [], False: []}
    for _ in range(20_000):
        inside = rng.random() < 0.5
        r = rng.uniform(0, 2.5) if inside else rng.uniform(3.5, 5)
        angle = rng.uniform(0, 2 * math.pi)
        x = r * math.sin(angle) + rng.uniform(-5, 5) * 0.3
        y = r * math.cos(angle) + rng.uniform(-5, 5) * 0.3
        flipped[inside].append((math.hypot(x, y) < 2.5) != inside)
    within = np.hypot(*clean.T) < 3
    wrong = (labels == 1) != within
    assert same_share(wrong[within], flipped[True])
    assert same_share(wrong[~within], flipped[False])
    assert wrong.any()


def test_xor_without_noise_keeps_off_the_axes():
    inputs, labels = points("tf_xor")
    assert np.array_equal(labels == 1, inputs.prod(axis=1) >= 0)
    assert 0.3 <= np.abs(inputs).min() < 0.31
    assert 5.29 < np.abs(inputs).max() <= 5.3
    assert same_share(np.abs(inputs[:, 0]) < 2.8, np.arange(5000) < 2500)


@pytest.mark.parametrize("noise", [0.1, 0.5])
def test_noise_of_xor_moves_labels_and_no_point(noise):
    (clean, before), (noisy, labels) = points("tf_xor"), points("tf_xor", noise)
    assert np.array_equal(clean, noisy)
    rng, flipped = random.Random(6), []
    for _ in range(20_000):
        x, y = rng.uniform(-5, 5), rng.uniform(-5, 5)
        x += 0.3 if x > 0 else -0.3
        y += 0.3 if y > 0 else -0.3
        moved = (x + rng.uniform(-5, 5) * noise) * (y + rng.uniform(-5, 5) * noise)
        flipped.append((moved >= 0) != (x * y >= 0))
    assert same_share(labels != before, flipped)


@pytest.mark.parametrize("noise", NOISES)
def test_gauss_has_two_clouds_whose_variance_follows_the_noise(noise):
    inputs, labels = points("tf_gauss", noise)
    assert labels.sum() == 2500
    variance = {0.0: 0.5, 0.1: 1.2, 0.25: 2.25, 0.5: 4.0}[noise]
    for label, centre in ((1, 2), (0, -2)):
        cloud = inputs[labels == label]
        assert np.allclose(cloud.mean(axis=0), centre, atol=4 * math.sqrt(variance / 2500))
        # The standard error of a normal sample's variance is its square root of 2 / n.
        assert np.allclose(cloud.var(axis=0), variance, rtol=4 * math.sqrt(2 / 2500))
        assert abs(np.corrcoef(cloud.T)[0, 1]) < 4 / math.sqrt(2500)


@pytest.mark.parametrize("samples", [500, 401])
def test_spiral_without_noise_follows_its_formula(samples):
    inputs, labels = points("tf_spiral", samples=samples)
    n = samples / 2
    for label, delta in ((1, 0), (0, math.pi)):
        want = []
        for i in range(np.count_nonzero(labels == label)):
            r, t = i / n * 5, 1.75 * i / n * 2 * math.pi + delta
            want.append((r * math.sin(t), r * math.cos(t)))
        arm = inputs[labels == label]
        arm = arm[np.hypot(*arm.T).argsort(kind="stable")]
        assert np.allclose(arm, want, atol=1e-5)


def test_noise_of_the_spiral_moves_each_coordinate_evenly():
    (clean, before), (noisy, labels) = points("tf_spiral"), points("tf_spiral", 0.4)
    assert np.array_equal(before, labels)
    moved = (noisy - clean) / 0.4
    assert 0.99 < np.abs(moved).max() < 1 + 1e-5
    assert np.allclose(moved.var(axis=0), 1 / 3, atol=0.02)
    assert np.allclose(moved.mean(axis=0), 0, atol=4 / math.sqrt(3 * 5000))


@pytest.mark.parametrize("samples", [400, 401])
@pytest.mark.parametrize("name", ["tf_circle", "tf_gauss", "tf_spiral"])
def test_half_of_the_points_are_of_each_class(name, samples):
    _, labels = points(name, samples=samples)
    assert len(labels) == samples
    assert labels.sum() == math.ceil(samples / 2)


# --- regression -------------------------------------------------------------------------------


def test_plane_without_noise_is_a_tenth_of_the_sum():
    inputs, labels = points("tf_plane")
    assert np.allclose(labels, (inputs[:, 0] + inputs[:, 1]) / 10, atol=1e-6)
    assert 5.98 < np.abs(inputs).max() <= 6


def test_noise_of_the_plane_moves_the_place_whose_label_a_point_gets():
    (clean, _), (noisy, labels) = points("tf_plane"), points("tf_plane", 0.2)
    assert np.array_equal(clean, noisy)
    error = labels * 10 - clean.sum(axis=1)
    assert np.abs(error).max() <= 2 * 6 * 0.2 + 1e-4
    # A sum of two uniform ones in ±1.2: 2 · 2.4² / 12.
    assert error.var() == pytest.approx(0.96, rel=0.06)


CENTRES = [(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)]


def one_label(x, y):
    label = 0.0
    for cx, cy, sign in CENTRES:
        height = 1 - min(max(math.hypot(x - cx, y - cy), 0), 2) / 2
        if abs(sign * height) > abs(label):
            label = sign * height
    return label


def test_multi_gauss_without_noise_has_the_highest_cone():
    inputs, labels = points("tf_multi_gauss")
    assert np.allclose(labels, [one_label(x, y) for x, y in inputs], atol=1e-5)
    assert cones(np.array([[-4, 2.5], [0, 2.5], [0, 0], [4, -1.5]])).tolist() == [1, -1, 0, -0.5]


def test_noise_of_multi_gauss_moves_the_place_whose_label_a_point_gets():
    (clean, _), (noisy, labels) = points("tf_multi_gauss"), points("tf_multi_gauss", 0.1)
    assert np.array_equal(clean, noisy)
    error = labels - cones(clean)
    rng, want = random.Random(7), []
    for _ in range(20_000):
        x, y = rng.uniform(-6, 6), rng.uniform(-6, 6)
        moved = one_label(x + rng.uniform(-6, 6) * 0.1, y + rng.uniform(-6, 6) * 0.1)
        want.append(moved - one_label(x, y))
    assert error.std() == pytest.approx(np.std(want), rel=0.05)
    assert error.mean() == pytest.approx(0, abs=4 * error.std() / math.sqrt(5000))
