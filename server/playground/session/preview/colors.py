"""The page's colors (its light theme), for pictures that the server draws.

Signed values run from blue through paper to orange; of classes the first two are those ends.
Colors are mixed in OKLab (Ottosson, 2020), as in the page.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rgb = tuple[int, int, int]
Floats = NDArray[np.float64]

NEGATIVE: Rgb = (8, 104, 172)
POSITIVE: Rgb = (226, 112, 18)
NEUTRAL: Rgb = (246, 246, 244)
INK: Rgb = (29, 33, 38)
SOFT: Rgb = (96, 102, 110)
LINE: Rgb = (214, 216, 220)
PAPER: Rgb = (255, 255, 255)

CLASSES: tuple[Rgb, ...] = (
    NEGATIVE,
    POSITIVE,
    (0, 145, 105),
    (186, 84, 150),
    (130, 102, 20),
    (70, 70, 76),
    (96, 16, 40),
    (142, 206, 62),
    (28, 22, 104),
    (226, 170, 172),
)

_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.793617785, -0.0040720468],
        [1.9779984951, -2.428592205, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.808675766],
    ]
)


def mix(start: Rgb, end: Rgb, part: float | Floats) -> NDArray[np.uint8]:
    """Return the colors [..., 3] so far (0 to 1, [...]) on the way from one to the other."""
    where = np.asarray(part, np.float64)[..., None]
    lab = _lab(start) + (_lab(end) - _lab(start)) * where
    cones = (lab @ np.linalg.inv(_TO_LAB).T) ** 3
    linear = cones @ np.linalg.inv(_TO_CONES).T
    curved = 1.055 * np.maximum(linear, 0.0031308) ** (1 / 2.4) - 0.055
    channels = np.where(linear <= 0.0031308, linear * 12.92, curved)
    # Halves upwards, as JavaScript rounds.
    return np.floor(np.clip(channels, 0, 1) * 255 + 0.5).astype(np.uint8)


def _lab(color: Rgb) -> Floats:
    part = np.array(color) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    found: Floats = np.cbrt(linear @ _TO_CONES.T) @ _TO_LAB.T
    return found


@cache
def signed_bytes() -> NDArray[np.uint8]:
    """Return a color [256, 3] for each byte of a signed map: 127.5 is zero."""
    values = (np.arange(256) - 127.5) / 127.5
    sides = [mix(NEUTRAL, end, np.abs(values)) for end in (NEGATIVE, POSITIVE)]
    return np.where(values[:, None] < 0, *sides)


@cache
def class_bytes() -> NDArray[np.uint8]:
    """Return a color [C, 256, 3] for each class and each byte of its confidence."""
    strength = (np.arange(256) / 255) ** 1.5
    return np.stack([mix(NEUTRAL, color, strength) for color in CLASSES])


@cache
def gray_bytes() -> NDArray[np.uint8]:
    """Return a color [256, 3] for each byte of an image's brightness."""
    return mix(NEUTRAL, (16, 18, 22), np.arange(256) / 255)


def of_label(label: float, task: str, bound: float) -> Rgb:
    """Return the color of a class, or of a number between -bound and bound."""
    if task == "regression":
        byte = round(float(np.clip(label / (bound or 1.0), -1, 1)) * 127.5 + 127.5)
        return _rgb(signed_bytes()[byte])
    return CLASSES[int(label) % len(CLASSES)]


def _rgb(found: NDArray[Any]) -> Rgb:
    red, green, blue = (int(channel) for channel in found)
    return red, green, blue
