"""The points at which pictures sample a network on the line or the plane."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.spec.data import DataSpec


def grid(spec: DataSpec, resolution: int) -> NDArray[np.float32]:
    """Give raw inputs at the centers of R² equal cells of the domain, [R², 2], or of R cells, [R, 1].

    Row-major as a picture is: the first row at the top (x2 near +6), x1 rising left to right.
    Tables and images have no such grid: theirs is a plane chosen through their inputs.
    """
    low, high = spec.domain
    width = (high - low) / resolution
    centers = (low + width * (np.arange(resolution) + 0.5)).astype(np.float32)
    if spec.form == "line":
        return centers[:, None]
    x2, x1 = np.meshgrid(centers[::-1], centers, indexing="ij")
    return np.stack([x1.ravel(), x2.ravel()], axis=1)
