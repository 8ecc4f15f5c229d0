"""Pictures: scikit-learn's handwritten digits, and edges, bars and shapes drawn here.

Inputs are float32 [N, 1, H, W] from 0 (dark) to 1 (bright), the first row at the top. A figure is
drawn by its signed distance in pixels, which makes its rim antialiased. `shift` 1 moves a figure
by up to a quarter of the side along each axis; `rotation` 1 turns it by up to ±180°, or by ±22.5°
where the orientation is the class, so that the classes never meet. At 0 of both and of `noise`
all pictures of a class are alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from playground.data import sklearn_files
from playground.data.drawing import ClassLabels, Draw, Drawn, class_labels, some_of_each_class
from playground.spec.data import DatasetName, DataSpec

Pixels = NDArray[np.float32]
Lengths = NDArray[np.floating]
"""Single precision too, which Python's numbers keep."""

PIXEL_NOISE = 0.5
"""Standard deviation of a pixel's noise at noise 1; what leaves [0, 1] is put on its edge."""

MAX_SHIFT = 0.25
"""In sides of the picture, along each axis, at shift 1."""

ORIENTATION_STEP = np.pi / 4
"""Between two classes of `edges` or `bars`: they lie at 0°, 45°, 90° and 135°."""


def digits(spec: DataSpec, rng: Generator) -> Drawn:
    """Of the first `classes` digits, `size` pictures of 8 × 8, each digit in its share."""
    images, labels = _digits()
    first = labels < spec.classes
    images, labels = images[first], labels[first]
    rows = some_of_each_class(labels, spec.size, rng)
    return _with_noise(images[rows], spec, rng), labels[rows]


def edges(spec: DataSpec, rng: Generator) -> Drawn:
    """A soft step from dark to bright along a line; the class is the line's orientation.

    The line is turned from — by 45° a class, counter-clockwise. Either side may be the bright one.
    """
    labels = class_labels(spec)
    bright_side = rng.choice(np.array([-1, 1], dtype=np.float32), spec.size)[:, None, None]
    frame = _frame(spec, labels * ORIENTATION_STEP, ORIENTATION_STEP / 2, rng)
    softness = spec.image_size / 16
    pixels = 0.5 + 0.5 * np.tanh(bright_side * frame.y / softness)
    return _with_noise(pixels, spec, rng), labels


def bars(spec: DataSpec, rng: Generator) -> Drawn:
    """A bright bar, 0.6 sides long and 0.14 wide; the class is its orientation, as of `edges`."""
    labels = class_labels(spec)
    frame = _frame(spec, labels * ORIENTATION_STEP, ORIENTATION_STEP / 2, rng)
    side = spec.image_size
    pixels = _coverage(_box(frame, 0.3 * side, 0.07 * side))
    return _with_noise(pixels, spec, rng), labels


def shapes(spec: DataSpec, rng: Generator) -> Drawn:
    """A disc, square, triangle, cross or ring, by class.

    Each fits a circle of a quarter of the side, so none is cut off. All but the triangle are
    nearly of one area: brightness alone does not tell them apart.
    """
    labels = class_labels(spec)
    frame = _frame(spec, np.zeros(spec.size), np.pi, rng)
    distance = np.empty_like(frame.x)
    for label, figure in enumerate(SHAPES[: spec.classes]):
        rows = labels == label
        distance[rows] = figure(_Frame(frame.x[rows], frame.y[rows]), spec.image_size / 4)
    return _with_noise(_coverage(distance), spec, rng), labels


DATASETS: dict[DatasetName, Draw] = {
    "digits": digits,
    "edges": edges,
    "bars": bars,
    "shapes": shapes,
}


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where each pixel's centre lies for an upright figure at the origin: [N, H, W], in pixels.

    x points right and y up.
    """

    x: Pixels
    y: Pixels


def _frame(
    spec: DataSpec, turned: NDArray[np.floating], max_rotation: float, rng: Generator
) -> _Frame:
    """The frames of figures turned by `turned` [N] and then at random, and shifted at random."""
    side = spec.image_size
    shift = MAX_SHIFT * side * spec.shift * rng.uniform(-1, 1, (2, spec.size))
    angle = turned + max_rotation * spec.rotation * rng.uniform(-1, 1, spec.size)
    dx, dy, cos, sin = np.stack([*shift, np.cos(angle), np.sin(angle)]).astype(np.float32)
    centres = np.arange(side, dtype=np.float32) + np.float32(0.5 - side / 2)
    x = centres[None, None, :] - dx[:, None, None]
    y = centres[None, ::-1, None] - dy[:, None, None]
    cos, sin = cos[:, None, None], sin[:, None, None]
    return _Frame(cos * x + sin * y, cos * y - sin * x)


def _box(frame: _Frame, half_width: float, half_height: float) -> Lengths:
    distance: Lengths = np.maximum(np.abs(frame.x) - half_width, np.abs(frame.y) - half_height)
    return distance


def _disc(frame: _Frame, size: float) -> Lengths:
    return np.hypot(frame.x, frame.y) - 0.8 * size


def _square(frame: _Frame, size: float) -> Lengths:
    return _box(frame, 0.7 * size, 0.7 * size)


def _triangle(frame: _Frame, size: float) -> Lengths:
    """Equilateral, a corner up: the three sides are half of `size` from the middle."""
    slanted = np.abs(frame.x) * np.float32(np.sqrt(0.75)) + frame.y / 2
    distance: Lengths = np.maximum(slanted, -frame.y) - 0.5 * size
    return distance


def _cross(frame: _Frame, size: float) -> Lengths:
    wide, high = _box(frame, 0.95 * size, 0.3 * size), _box(frame, 0.3 * size, 0.95 * size)
    distance: Lengths = np.minimum(wide, high)
    return distance


def _ring(frame: _Frame, size: float) -> Lengths:
    return np.abs(np.hypot(frame.x, frame.y) - 0.75 * size) - 0.21 * size


SHAPES: tuple[Callable[[_Frame, float], Lengths], ...] = (_disc, _square, _triangle, _cross, _ring)
"""By class: the signed distance in pixels [N, H, W], negative inside; `size` in pixels."""


def _coverage(distance: Lengths) -> Lengths:
    """How much of each pixel lies inside, to first order."""
    covered: Lengths = np.clip(0.5 - distance, 0, 1)
    return covered


def _with_noise(pixels: Lengths, spec: DataSpec, rng: Generator) -> Pixels:
    """[N, 1, H, W] from [N, H, W]."""
    noise = rng.standard_normal(pixels.shape, dtype=np.float32)
    noise *= np.float32(PIXEL_NOISE * spec.noise)
    bright: Pixels = np.clip(pixels + noise, 0, 1)
    return bright[:, None]


@lru_cache(maxsize=1)
def _digits() -> tuple[Pixels, ClassLabels]:
    """All 1,797 pictures [N, 8, 8] in [0, 1], and their digits."""
    found, digit = sklearn_files.digits()
    images, labels = (found / 16).astype(np.float32), digit.astype(np.int64)
    for values in (images, labels):
        values.setflags(write=False)
    return images, labels
