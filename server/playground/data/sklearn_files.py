"""The small data sets that scikit-learn brings along, read from its own files.

Without importing it: that takes a second or more, in which a session would show its old data.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def digits() -> tuple[Floats, Floats]:
    """Read the pictures [1797, 8, 8] of 0 to 16, and their digits."""
    rows = np.loadtxt(_file("digits.csv.gz"), delimiter=",")
    return rows[:, :-1].reshape(-1, 8, 8), rows[:, -1]


def read_classes(name: str) -> tuple[Floats, Floats]:
    """Read a table of classes: values [N, F] in their own units, and classes [N]."""
    # The first line counts rows and columns, and names the classes.
    rows = np.loadtxt(_file(name), delimiter=",", skiprows=1)
    return rows[:, :-1], rows[:, -1]


def read_numbers(values: str, targets: str) -> tuple[Floats, Floats]:
    """Read a table of numbers to predict from its two files: values [N, F], and numbers [N]."""
    return np.loadtxt(_file(values)), np.loadtxt(_file(targets))


def _file(name: str) -> Path:
    package = find_spec("sklearn")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "datasets" / "data" / name
