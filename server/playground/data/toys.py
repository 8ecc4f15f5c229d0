"""The toy data sets: pure functions of a spec, all of whose randomness is passed in.

Each draws its clean points first and unit noise after, and scales the noise by the spec's: a
change of noise alone moves the same points. Inputs lie in the square [-6, 6]², where noise that
would push a point over the edge leaves it on the edge. `xor`, `circle`, `spiral` and the bumps
of `multi_gauss` follow TensorFlow Playground's `dataset.ts` in outline.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from playground.spec.data import DOMAIN, DatasetName, DataSpec

Floats = NDArray[np.float64]
Labels = NDArray[np.int64] | Floats
Toy = tuple[Floats, Labels]
"""Inputs [N, D] and labels [N]: class indices, or numbers for a regression."""

TARGET_NOISE = 0.4
"""Standard deviation of a regression target's noise at noise 1; targets span about [-1, 1]."""


def xor(spec: DataSpec, rng: Generator) -> Toy:
    """Class 1 where both inputs have one sign; a gap of 0.3 along the axes at noise 0."""
    labels = _classes(spec)
    size = rng.uniform(0.3, 5.0, (spec.samples, 2))
    sign = rng.choice([-1.0, 1.0], spec.samples)
    clean = np.stack([sign * size[:, 0], sign * size[:, 1] * (2 * labels - 1)], axis=1)
    return _perturbed(clean, 1.5, spec, rng), labels


def circle(spec: DataSpec, rng: Generator) -> Toy:
    """Class 1 in a disc of radius 2.5, class 0 in a ring from 3.5 to 5."""
    labels = _classes(spec)
    part = rng.uniform(size=spec.samples)
    radius = np.where(labels == 1, 2.5 * np.sqrt(part), 3.5 + 1.5 * part)
    clean = _polar(radius, rng.uniform(0, 2 * np.pi, spec.samples))
    return _perturbed(clean, 1.2, spec, rng), labels


def spiral(spec: DataSpec, rng: Generator) -> Toy:
    """One arm a class. The turns shrink with the arms, so that the gaps between them stay alike."""
    labels = _classes(spec)
    along = rng.uniform(0.02, 1.0, spec.samples)
    turns = 3.5 / spec.classes
    angle = 2 * np.pi * (turns * along + labels / spec.classes)
    return _perturbed(_polar(5 * along, angle), 0.6, spec, rng), labels


def gaussians(spec: DataSpec, rng: Generator) -> Toy:
    """One round cloud a class, centred on a circle of radius 3.2; standard deviation 0.4 to 1.6."""
    labels = _classes(spec)
    centres = _polar(np.full(spec.samples, 3.2), np.pi / 4 + 2 * np.pi * labels / spec.classes)
    spread = (0.4 + 1.2 * spec.noise) * rng.standard_normal((spec.samples, 2))
    return _inside(centres + spread), labels


def moons(spec: DataSpec, rng: Generator) -> Toy:
    """Two half circles of radius 3, each reaching into the other."""
    labels = _classes(spec)
    angle = rng.uniform(0, np.pi, spec.samples)
    upper = _polar(np.full(spec.samples, 3.0), angle) + np.array([-1.5, -0.75])
    clean = np.where(labels[:, None] == 0, upper, -upper)
    return _perturbed(clean, 1.0, spec, rng), labels


def checkerboard(spec: DataSpec, rng: Generator) -> Toy:
    """Four by four squares of side 2.5; neighbours belong to different classes."""
    labels = _classes(spec)
    row = rng.integers(0, 4, spec.samples)
    column = 2 * rng.integers(0, 2, spec.samples) + (row + labels) % 2
    corner = np.stack([column, row], axis=1) - 2.0
    clean = 2.5 * (corner + rng.uniform(size=(spec.samples, 2)))
    return _perturbed(clean, 0.8, spec, rng), labels


def plane(spec: DataSpec, rng: Generator) -> Toy:
    """The target is (x1 + x2) / 12, in [-1, 1], and noise of TARGET_NOISE · noise."""
    inputs = rng.uniform(*DOMAIN, (spec.samples, 2))
    return inputs, _noisy(inputs.sum(axis=1) / 12, spec, rng)


BUMPS = np.array(
    [[-4, 2.5, 1], [0, 2.5, -1], [4, 2.5, 1], [-4, -2.5, -1], [0, -2.5, 1], [4, -2.5, -1]]
)
"""Centre (x1, x2) and sign of each bump of `multi_gauss`."""


def multi_gauss(spec: DataSpec, rng: Generator) -> Toy:
    """The target is a sum of bumps sign · exp(-d²/2), d from their centres, and the same noise."""
    inputs = rng.uniform(*DOMAIN, (spec.samples, 2))
    squares = ((inputs[:, None, :] - BUMPS[None, :, :2]) ** 2).sum(axis=2)
    return inputs, _noisy(np.exp(-squares / 2) @ BUMPS[:, 2], spec, rng)


def curve_mean(x: Floats) -> Floats:
    """The f of `curve`: 0.8 sin x + 0.2 sin 3x, within [-1, 1]."""
    return 0.8 * np.sin(x) + 0.2 * np.sin(3 * x)


def curve(spec: DataSpec, rng: Generator) -> Toy:
    """One input x, uniform in [-6, 6]; the target is normal about curve_mean(x).

    Its standard deviation is TARGET_NOISE · noise, the same at every x.
    """
    inputs = rng.uniform(*DOMAIN, (spec.samples, 1))
    return inputs, _noisy(curve_mean(inputs[:, 0]), spec, rng)


DATASETS: dict[DatasetName, Callable[[DataSpec, Generator], Toy]] = {
    "xor": xor,
    "circle": circle,
    "spiral": spiral,
    "gaussians": gaussians,
    "moons": moons,
    "checkerboard": checkerboard,
    "plane": plane,
    "multi_gauss": multi_gauss,
    "curve": curve,
}


def _classes(spec: DataSpec) -> NDArray[np.int64]:
    """Class labels in turn, so that no class has more than one point above another."""
    return np.arange(spec.samples, dtype=np.int64) % spec.classes


def _polar(radius: Floats, angle: Floats) -> Floats:
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _perturbed(clean: Floats, deviation: float, spec: DataSpec, rng: Generator) -> Floats:
    """`clean` with normal noise, of standard deviation `deviation` at noise 1."""
    return _inside(clean + deviation * spec.noise * rng.standard_normal(clean.shape))


def _noisy(target: Floats, spec: DataSpec, rng: Generator) -> Floats:
    return target + TARGET_NOISE * spec.noise * rng.standard_normal(target.shape)


def _inside(points: Floats) -> Floats:
    return np.clip(points, *DOMAIN)
