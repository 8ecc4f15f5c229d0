"""The toy data sets: pure functions of a spec, all of whose randomness is passed in.

Each draws its clean points first and unit noise after, and scales the noise by the spec's: a
change of noise alone moves the same points. Inputs lie in the square [-6, 6]², where noise that
would push a point over the edge leaves it on the edge. `xor`, `circle`, `spiral` and the bumps
of `multi_gauss` follow TensorFlow Playground's `dataset.ts` in outline; `tensorflow` has its own.
"""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from playground.data.drawing import (
    Draw,
    Drawn,
    Floats,
    class_labels,
    inside,
    noisy,
    perturbed,
    polar,
)
from playground.spec.data import DOMAIN, DatasetName, DataSpec


def xor(spec: DataSpec, rng: Generator) -> Drawn:
    """Class 1 where both inputs have one sign; a gap of 0.3 along the axes at noise 0."""
    labels = class_labels(spec)
    size = rng.uniform(0.3, 5.0, (spec.samples, 2))
    sign = rng.choice([-1.0, 1.0], spec.samples)
    clean = np.stack([sign * size[:, 0], sign * size[:, 1] * (2 * labels - 1)], axis=1)
    return perturbed(clean, 1.5, spec, rng), labels


def circle(spec: DataSpec, rng: Generator) -> Drawn:
    """Class 1 in a disc of radius 2.5, class 0 in a ring from 3.5 to 5."""
    labels = class_labels(spec)
    part = rng.uniform(size=spec.samples)
    radius = np.where(labels == 1, 2.5 * np.sqrt(part), 3.5 + 1.5 * part)
    clean = polar(radius, rng.uniform(0, 2 * np.pi, spec.samples))
    return perturbed(clean, 1.2, spec, rng), labels


def spiral(spec: DataSpec, rng: Generator) -> Drawn:
    """One arm a class. The turns shrink with the arms, so that the gaps between them stay alike."""
    labels = class_labels(spec)
    along = rng.uniform(0.02, 1.0, spec.samples)
    turns = 3.5 / spec.classes
    angle = 2 * np.pi * (turns * along + labels / spec.classes)
    return perturbed(polar(5 * along, angle), 0.6, spec, rng), labels


def gaussians(spec: DataSpec, rng: Generator) -> Drawn:
    """One round cloud a class, centred on a circle of radius 3.2; standard deviation 0.4 to 1.6."""
    labels = class_labels(spec)
    centres = polar(np.full(spec.samples, 3.2), np.pi / 4 + 2 * np.pi * labels / spec.classes)
    spread = (0.4 + 1.2 * spec.noise) * rng.standard_normal((spec.samples, 2))
    return inside(centres + spread), labels


def moons(spec: DataSpec, rng: Generator) -> Drawn:
    """Two half circles of radius 3, each reaching into the other."""
    labels = class_labels(spec)
    angle = rng.uniform(0, np.pi, spec.samples)
    upper = polar(np.full(spec.samples, 3.0), angle) + np.array([-1.5, -0.75])
    clean = np.where(labels[:, None] == 0, upper, -upper)
    return perturbed(clean, 1.0, spec, rng), labels


def checkerboard(spec: DataSpec, rng: Generator) -> Drawn:
    """Four by four squares of side 2.5; neighbours belong to different classes."""
    labels = class_labels(spec)
    row = rng.integers(0, 4, spec.samples)
    column = 2 * rng.integers(0, 2, spec.samples) + (row + labels) % 2
    corner = np.stack([column, row], axis=1) - 2.0
    clean = 2.5 * (corner + rng.uniform(size=(spec.samples, 2)))
    return perturbed(clean, 0.8, spec, rng), labels


def rings(spec: DataSpec, rng: Generator) -> Drawn:
    """A ring a class around the middle, the first a disc; gaps are a third of a ring's pitch."""
    labels = class_labels(spec)
    pitch = 5.6 / spec.classes
    inner, outer = pitch * labels, pitch * (labels + 2 / 3)
    # Uniform in area: the square of the radius is uniform between those of the edges.
    radius = np.sqrt(inner**2 + (outer**2 - inner**2) * rng.uniform(size=spec.samples))
    clean = polar(radius, rng.uniform(0, 2 * np.pi, spec.samples))
    return perturbed(clean, 0.4 * pitch, spec, rng), labels


def sectors(spec: DataSpec, rng: Generator) -> Drawn:
    """A slice a class of a round cake of radius 5.4, counter-clockwise; gaps are a tenth of one."""
    labels = class_labels(spec)
    radius = np.sqrt(rng.uniform(0.6**2, 5.4**2, spec.samples))
    within = 0.05 + 0.9 * rng.uniform(size=spec.samples)
    clean = polar(radius, 2 * np.pi * (labels + within) / spec.classes)
    return perturbed(clean, 1.0, spec, rng), labels


def plane(spec: DataSpec, rng: Generator) -> Drawn:
    """The target is (x1 + x2) / 12, in [-1, 1], and noise of TARGET_NOISE · noise."""
    inputs = rng.uniform(*DOMAIN, (spec.samples, 2))
    return inputs, noisy(inputs.sum(axis=1) / 12, spec, rng)


BUMPS = np.array(
    [[-4, 2.5, 1], [0, 2.5, -1], [4, 2.5, 1], [-4, -2.5, -1], [0, -2.5, 1], [4, -2.5, -1]]
)
"""Centre (x1, x2) and sign of each bump of `multi_gauss`."""


def multi_gauss(spec: DataSpec, rng: Generator) -> Drawn:
    """The target is a sum of bumps sign · exp(-d²/2), d from their centres, and the same noise."""
    inputs = rng.uniform(*DOMAIN, (spec.samples, 2))
    squares = ((inputs[:, None, :] - BUMPS[None, :, :2]) ** 2).sum(axis=2)
    return inputs, noisy(np.exp(-squares / 2) @ BUMPS[:, 2], spec, rng)


def curve_mean(x: Floats) -> Floats:
    """The f of `curve`: 0.8 sin x + 0.2 sin 3x, within [-1, 1]."""
    return 0.8 * np.sin(x) + 0.2 * np.sin(3 * x)


def curve(spec: DataSpec, rng: Generator) -> Drawn:
    """One input x, uniform in [-6, 6]; the target is normal about curve_mean(x).

    Its standard deviation is TARGET_NOISE · noise, the same at every x.
    """
    inputs = rng.uniform(*DOMAIN, (spec.samples, 1))
    return inputs, noisy(curve_mean(inputs[:, 0]), spec, rng)


DATASETS: dict[DatasetName, Draw] = {
    "xor": xor,
    "circle": circle,
    "spiral": spiral,
    "gaussians": gaussians,
    "moons": moons,
    "checkerboard": checkerboard,
    "rings": rings,
    "sectors": sectors,
    "plane": plane,
    "multi_gauss": multi_gauss,
    "curve": curve,
}
