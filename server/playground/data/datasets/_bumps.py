"""The bumps of the two landscapes, after `dataset.ts` of TensorFlow Playground."""

from __future__ import annotations

import numpy as np

BUMPS = np.array(
    [[-4, 2.5, 1], [0, 2.5, -1], [4, 2.5, 1], [-4, -2.5, -1], [0, -2.5, 1], [4, -2.5, -1]]
)
"""Centre (x1, x2) and sign of each bump."""
