"""The samples of a data set, split into those that train and those that test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Units:
    """The way back from standardized numbers to those of the table: x · `scale` + `zero`, float64 [F].

    `label_zero` and `label_scale` lead back from a number to predict.
    """

    zero: NDArray[np.float64]
    scale: NDArray[np.float64]
    label_zero: float = 0.0
    label_scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Points:
    """Raw inputs float32 [N, ...]; the first `train` rows train and the rest test.

    They are [N, 1] on the line, [N, 2] on the plane, [N, F] standardized columns of a table, and
    [N, 1, H, W] of images. Labels [N] are class indices (int64), or the numbers to predict
    (float32) for a regression. Few painted points, and few rows of a table, are there twice: to
    train and to test.
    `units` are those of a table whose numbers are standardized.
    """

    inputs: NDArray[np.float32]
    labels: NDArray[np.int64] | NDArray[np.float32]
    train: int
    units: Units | None = None
