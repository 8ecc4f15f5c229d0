"""Pictures: scikit-learn's handwritten digits, and edges, bars and shapes drawn here.

Inputs are float32 [N, 1, H, W] from 0 (dark) to 1 (bright), the first row at the top. A figure is
drawn by its signed distance in pixels, which makes its rim antialiased. `shift` 1 moves a figure
by up to a quarter of the side along each axis; `rotation` 1 turns it by up to ±180°, or by ±22.5°
where the orientation is the class, so that the classes never meet. At 0 of both and of `noise`
all pictures of a class are alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from playground.spec.data import DataSpec

Pixels = NDArray[np.float32]
Lengths = NDArray[np.floating]
"""Single precision too, which Python's numbers keep."""

PIXEL_NOISE = 0.5
"""Standard deviation of a pixel's noise at noise 1; what leaves [0, 1] is put on its edge."""

MAX_SHIFT = 0.25
"""In sides of the picture, along each axis, at shift 1."""

ORIENTATION_STEP = np.pi / 4
"""Between two classes of `edges` or `bars`: they lie at 0°, 45°, 90° and 135°."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Return the pixel centers in the frame of an upright figure at the origin: [N, H, W], in pixels.

    x points right and y up.
    """

    x: Pixels
    y: Pixels


def framed(
    spec: DataSpec, turned: NDArray[np.floating], max_rotation: float, rng: Generator
) -> Frame:
    """Give the frames of figures turned by `turned` [N] and then at random, and shifted at random."""
    side = spec.image_size
    shift = MAX_SHIFT * side * spec.shift * rng.uniform(-1, 1, (2, spec.size))
    angle = turned + max_rotation * spec.rotation * rng.uniform(-1, 1, spec.size)
    dx, dy, cos, sin = np.stack([*shift, np.cos(angle), np.sin(angle)]).astype(np.float32)
    centers = np.arange(side, dtype=np.float32) + np.float32(0.5 - side / 2)
    x = centers[None, None, :] - dx[:, None, None]
    y = centers[None, ::-1, None] - dy[:, None, None]
    cos, sin = cos[:, None, None], sin[:, None, None]
    return Frame(cos * x + sin * y, cos * y - sin * x)


def box(frame: Frame, half_width: float, half_height: float) -> Lengths:
    distance: Lengths = np.maximum(np.abs(frame.x) - half_width, np.abs(frame.y) - half_height)
    return distance


def coverage(distance: Lengths) -> Lengths:
    """Return the share of each pixel inside the figure, to first order."""
    covered: Lengths = np.clip(0.5 - distance, 0, 1)
    return covered


def with_noise(pixels: Lengths, spec: DataSpec, rng: Generator) -> Pixels:
    """[N, 1, H, W] from [N, H, W]."""
    noise = rng.standard_normal(pixels.shape, dtype=np.float32)
    noise *= np.float32(PIXEL_NOISE * spec.noise)
    bright: Pixels = np.clip(pixels + noise, 0, 1)
    return bright[:, None]
