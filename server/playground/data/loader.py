"""A data spec's points, split into those that train and those that test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator, Philox
from numpy.typing import NDArray

from playground.data import formula, images, tables, tensorflow, toys
from playground.data.drawing import Draw
from playground.data.painted import painted, painted_order
from playground.spec.data import DatasetName, DataSpec

_DRAW, _SHUFFLE, _NOISE = 0, 1, 2
"""Separate streams of one seed: a change in how a set is drawn leaves the split as it was."""

DRAWN: dict[DatasetName, Draw] = {
    **toys.DATASETS,
    **tensorflow.DATASETS,
    **formula.DATASETS,
    **images.DATASETS,
    **tables.DATASETS,
    "painted": painted,
}
"""Every data set but "upload", whose rows come from a file."""


@dataclass(frozen=True, slots=True)
class Points:
    """Raw inputs float32 [N, ...]; the first `train` rows train and the rest test.

    They are [N, 1] on the line, [N, 2] on the plane, [N, F] standardised columns of a table, and
    [N, 1, H, W] of images. Labels [N] are class indices (int64), or the numbers to predict
    (float32) for a regression. Few painted points are there twice: to train and to test.
    """

    inputs: NDArray[np.float32]
    labels: NDArray[np.int64] | NDArray[np.float32]
    train: int


def load(spec: DataSpec) -> Points:
    """The same spec gives the same points, bit for bit."""
    if spec.dataset == "upload":
        from playground.data.upload import load_upload

        return load_upload(spec)
    inputs, labels = DRAWN[spec.dataset](spec, _stream(spec.seed, _DRAW))
    order = _order(spec)
    inputs, labels = inputs[order], labels[order]
    if spec.form == "table":
        inputs, labels = tables.prepared(spec, inputs, labels, _stream(spec.seed, _NOISE))
    inputs = inputs.astype(np.float32, copy=False)
    if spec.kind.regression:
        return Points(inputs, labels.astype(np.float32), spec.train_samples)
    return Points(inputs, labels.astype(np.int64), spec.train_samples)


def _order(spec: DataSpec) -> NDArray[np.intp]:
    """Rows of what was drawn: first those that train, then those that test."""
    rng = _stream(spec.seed, _SHUFFLE)
    if spec.dataset != "painted":
        return rng.permutation(spec.size)
    order = painted_order(spec, rng)
    return np.tile(order, 2) if spec.tests_what_it_trains else order


def _stream(seed: int, purpose: int) -> Generator:
    return Generator(Philox(key=np.array([seed, purpose], dtype=np.uint64)))
