"""Features of a point that the network sees: chosen functions of its raw inputs, unscaled."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from playground.spec.data import DataSpec, FeatureName

Inputs = NDArray[np.float32]
"""Raw inputs [N, D], D = 1 or 2."""

FEATURES: dict[FeatureName, Callable[[Inputs], NDArray[np.float32]]] = {
    "x1": lambda x: x[:, 0],
    "x2": lambda x: x[:, 1],
    "x1_squared": lambda x: x[:, 0] ** 2,
    "x2_squared": lambda x: x[:, 1] ** 2,
    "x1x2": lambda x: x[:, 0] * x[:, 1],
    "sin_x1": lambda x: np.sin(x[:, 0]),
    "sin_x2": lambda x: np.sin(x[:, 1]),
    "cos_x1": lambda x: np.cos(x[:, 0]),
    "cos_x2": lambda x: np.cos(x[:, 1]),
}


def network_inputs(spec: DataSpec, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give what the network sees of inputs [N, ...], [N, *input shape].

    These are features of points on the line or the plane, else the inputs as they are.
    """
    if spec.has_features:
        return design(spec.features, inputs)
    return inputs


def design(features: Sequence[FeatureName], inputs: Inputs) -> NDArray[np.float32]:
    """Make the design matrix [N, F], one column a feature, in the order given.

    Raises `IndexError` for a feature of x2 when the inputs have one column.
    """
    columns = [FEATURES[name](inputs) for name in features]
    return np.stack(columns, axis=1).astype(np.float32, copy=False)
