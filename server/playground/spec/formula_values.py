"""What a formula is worth: its values by NumPy, and whether a network can be asked to learn them.

The check evaluates the formula on a fixed grid of the domain, so that an edit is refused before
any point is drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from playground.spec.base import SpecProblem
from playground.spec.formula import (
    Call,
    Constant,
    Negative,
    Number,
    Operation,
    Sign,
    Tree,
    Variable,
    parse,
)
from playground.spec.formula_tokens import CONSTANTS, POINTER

Floats = NDArray[np.float64]

MOST_VALUE = 1000
"""A larger target would train no network without another scale."""

_CHECKED = {1: 240, 2: 24}
"""Points along each axis of the check's grid, by dimensions; even, so that none lies on an axis."""

OPERATIONS: dict[Sign, Callable[[Floats, Floats], Floats]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": np.power,
}
FUNCTIONS: dict[str, Callable[..., Floats]] = {
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "tanh": np.tanh,
    "sigmoid": lambda x: 0.5 + 0.5 * np.tanh(x / 2),
    "relu": lambda x: np.maximum(x, 0),
    "step": lambda x: np.heaviside(x, 1),
    "min": np.minimum,
    "max": np.maximum,
}


def values(tree: Tree, inputs: Floats) -> Floats:
    """The formula at each of the inputs [N, D], [N]; x2 is column 1.

    Infinite or NaN where it has no finite real value, as 1 / 0 or the root of -1.
    """
    with np.errstate(all="ignore"):
        return np.broadcast_to(_value(tree, inputs), len(inputs)).astype(np.float64)


def usable(targets: Floats) -> NDArray[np.bool_]:
    """Which values a network can be asked to learn. NaN compares false."""
    return np.abs(targets) <= MOST_VALUE


@dataclass(frozen=True, slots=True)
class Checked:
    """A formula that can be learned, and where on the grid it has a value.

    `points` [M, D] are those places and `targets` [M] its values there, `spread` the values'
    standard deviation, or 1 when they are all alike.
    """

    tree: Tree
    points: Floats
    targets: Floats
    spread: float


@lru_cache(maxsize=64)
def checked(formula: str, dimensions: int, low: float, high: float) -> Checked:
    """Raises `SpecProblem` for a formula that cannot be parsed or whose values cannot be learned."""
    tree = parse(formula)
    points = _grid(_CHECKED[dimensions], dimensions, low, high)
    targets = values(tree, points)
    finite = np.isfinite(targets)
    if 2 * np.count_nonzero(finite) < len(targets):
        raise SpecProblem(
            "formula_not_finite",
            "The formula has no value at more than half of the places, such as a root or a logarithm"
            " of a negative number or a division by 0: change it, as log(x1) to log(abs(x1)).",
            POINTER,
        )
    largest = float(np.abs(targets[finite]).max())
    if largest > MOST_VALUE:
        raise SpecProblem(
            "formula_too_large",
            f"The formula's values reach {largest:.4g}, and they may lie between -{MOST_VALUE}"
            f" and {MOST_VALUE}: divide it by something.",
            POINTER,
            {"largest": f"{largest:.4g}", "most": MOST_VALUE},
        )
    spread = float(targets[finite].std())
    return Checked(tree, points[finite], targets[finite], spread if spread > 0 else 1.0)


def _value(tree: Tree, inputs: Floats) -> Floats:
    """[N], or of no axis for what does not depend on the inputs."""
    match tree:
        case Number(value):
            return np.array(value)
        case Constant(name):
            return np.array(CONSTANTS[name])
        case Variable(name):
            return inputs[:, {"x1": 0, "x2": 1}[name]]
        case Negative(of):
            return -_value(of, inputs)
        case Operation(sign, left, right):
            return OPERATIONS[sign](_value(left, inputs), _value(right, inputs))
        case Call(function, arguments):
            return FUNCTIONS[function](*(_value(each, inputs) for each in arguments))


def _grid(along: int, dimensions: int, low: float, high: float) -> Floats:
    centres = low + (high - low) * (np.arange(along) + 0.5) / along
    axes = np.meshgrid(*[centres] * dimensions, indexing="ij")
    return np.stack([axis.ravel() for axis in axes], axis=1)
