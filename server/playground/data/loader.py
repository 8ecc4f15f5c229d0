"""A data spec's points, split into those that train and those that test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator, Philox
from numpy.typing import NDArray

from playground.data.toys import DATASETS
from playground.spec.data import DataSpec

_DRAW, _SHUFFLE = 0, 1
"""Separate streams of one seed: a change in how a set is drawn leaves the split as it was."""


@dataclass(frozen=True, slots=True)
class Points:
    """Raw inputs float32 [N, D], D = 1 or 2; the first `train` rows train and the rest test.

    Labels [N] are class indices (int64), or the numbers to predict (float32) for a regression.
    """

    inputs: NDArray[np.float32]
    labels: NDArray[np.int64] | NDArray[np.float32]
    train: int


def load(spec: DataSpec) -> Points:
    """The same spec gives the same points, bit for bit."""
    drawn, labels = DATASETS[spec.dataset](spec, _stream(spec.seed, _DRAW))
    order = _stream(spec.seed, _SHUFFLE).permutation(spec.samples)
    inputs = drawn[order].astype(np.float32)
    if spec.kind.regression:
        return Points(inputs, labels[order].astype(np.float32), spec.train_samples)
    return Points(inputs, labels[order].astype(np.int64), spec.train_samples)


def _stream(seed: int, purpose: int) -> Generator:
    return Generator(Philox(key=np.array([seed, purpose], dtype=np.uint64)))
