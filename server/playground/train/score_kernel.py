"""The compiled loop's forward pass over all samples, for losses and scores."""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import inspect
import zlib

import numba
import numpy as np

from playground.train import kernel
from playground.train.kernel import (
    HALF,
    LANES,
    REORDER,
    ZERO,
    differentiate,
    forward,
    njit,
)

BLOCK = 128
"""Samples at once: their values in all layers stay in a near cache."""

SIGNATURE = (
    "void(int64[::1], int64[::1], int64, float32, boolean, float32[:,::1], float32[:,::1],"
    " int64[::1], float32[::1], float64[:,::1])"
)


@njit
def _copy(table, first, count, into, width):
    """Copy so many columns of the table from the first, then the last one up to the width."""
    for f in range(len(table)):
        source, target = table[f], into[f]
        for b in range(width):
            target[b] = source[first + min(b, count - 1)]


@njit
def _score(outputs, targets, batch, regression):
    """Sum up squared errors, or classes predicted right by the highest output or the only one's sign.

    Targets are one-hot, or of two classes the second's is the positive one.
    """
    total = 0.0
    count = len(outputs)
    for b in range(batch):
        predicted = 0
        for o in range(1, count):
            highest = outputs[predicted, b]
            # The first NaN counts as the highest, as in torch.
            if highest == highest and not outputs[o, b] <= highest:
                predicted = o
        output, target = outputs[predicted, b], targets[predicted, b]
        if regression:
            total += (output - target) * (output - target)
        elif count > 1:
            total += 1.0 if target > HALF else 0.0
        else:
            total += 1.0 if (output > ZERO) == (target > ZERO) else 0.0
    return total


def _compiled(source: int):
    """Close over the source: numba's cache notices a change of `kernel` only by what is closed over."""

    @numba.njit(fastmath=REORDER, error_model="numpy", cache=True)
    def tally(
        sizes, kinds, loss_kind, delta, regression, x_FN, targets_ON, bounds, parameters, sums
    ):  # fmt: skip
        """Add to `sums` [parts, 2] the losses, and the squared errors or the classes told right.

        Part p is the samples from bounds[p] up to bounds[p + 1].
        """
        source  # noqa: B018
        rows = np.sum(sizes)
        values = np.empty((rows, BLOCK), np.float32)
        slopes = np.empty((rows, BLOCK), np.float32)
        goal = np.empty((sizes[-1], BLOCK), np.float32)
        output = rows - sizes[-1]
        for part in range(len(bounds) - 1):
            for first in range(bounds[part], bounds[part + 1], BLOCK):
                batch = min(BLOCK, bounds[part + 1] - first)
                width = LANES * ((batch + LANES - 1) // LANES)
                _copy(x_FN, first, batch, values, width)
                _copy(targets_ON, first, batch, goal, width)
                forward(sizes, kinds, parameters, values, slopes, width)
                outputs = values[output:]
                mean = differentiate(loss_kind, delta, outputs, goal, slopes[output:], batch, width)
                sums[part, 0] += mean * batch
                sums[part, 1] += _score(outputs, goal, batch, regression)

    return tally


tally = _compiled(zlib.crc32(inspect.getsource(kernel).encode()))
