"""Parts that the generators of samples share: their types, class labels and noise.

A generator is a pure function of a spec, all of whose randomness is passed in. It draws its clean
points first and unit noise after, and scales the noise by the spec's: a change of noise alone
moves the same points. Toy data lie in the square [-6, 6]², where noise that would push a point
over the edge leaves it on the edge.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from playground.spec.data import DataSpec
from playground.spec.datasets.base import DOMAIN

Floats = NDArray[np.float64]
ClassLabels = NDArray[np.int64]
Drawn = tuple[NDArray[np.floating], ClassLabels | Floats]
"""Inputs [N, ...] and labels [N]: class indices, or numbers for a regression."""

Draw = Callable[[DataSpec, Generator], Drawn]

TARGET_NOISE = 0.4
"""Standard deviation of a regression target's noise at noise 1; targets span about [-1, 1]."""


def class_labels(spec: DataSpec) -> ClassLabels:
    """Give class labels [N] in turn, so that no class has more than one point above another."""
    return np.arange(spec.size, dtype=np.int64) % spec.class_count


def polar(radius: Floats, angle: Floats) -> Floats:
    """Place points [N, 2], the angle counted from the x1 axis towards the x2 axis."""
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def perturb(clean: Floats, deviation: float, spec: DataSpec, rng: Generator) -> Floats:
    """Give `clean` points [N, D] with normal noise, of standard deviation `deviation` at noise 1."""
    return inside(clean + deviation * spec.noise * rng.standard_normal(clean.shape))


def noisy(target: Floats, spec: DataSpec, rng: Generator, spread: float = 1.0) -> Floats:
    """Give targets [N] with normal noise, of standard deviation TARGET_NOISE · `spread` at noise 1."""
    return target + TARGET_NOISE * spread * spec.noise * rng.standard_normal(target.shape)


def inside(points: Floats) -> Floats:
    """Move points [N, 2] that lie outside the pictured square onto its edge."""
    return np.clip(points, *DOMAIN)


def some_of_each_class(labels: ClassLabels | Floats, size: int, rng: Generator) -> NDArray[np.intp]:
    """Choose `size` rows of a given set, [size]: each class keeps its share, to within one row.

    Numbers to predict count as one class. More rows of the same seed add to fewer ones within a
    class.
    """
    groups = labels if labels.dtype == np.int64 else np.zeros(len(labels), dtype=np.int64)
    counts = np.bincount(groups)
    shares = counts * size / len(labels)
    taken = np.floor(shares).astype(np.int64)
    largest_rests = np.argsort(taken - shares, kind="stable")
    taken[largest_rests[: size - taken.sum()]] += 1
    rows = [
        rng.permutation(np.flatnonzero(groups == group))[:take] for group, take in enumerate(taken)
    ]
    return np.concatenate(rows)
