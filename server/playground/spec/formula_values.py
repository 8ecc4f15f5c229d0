"""The values of a formula, by NumPy, and the check that a network can be asked to learn them.

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
    text_of,
)
from playground.spec.formula_tokens import CONSTANTS, POINTER

Floats = NDArray[np.float64]

MAX_VALUE = 1000
"""A larger target would train no network without another scale."""

MAX_WRITTEN = 40
"""Characters of a part of a formula in a sentence."""

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
    """Evaluate the formula at each of the inputs [N, D], [N]; x2 is column 1.

    Infinite or NaN where it has no finite real value, as 1 / 0 or the root of -1.
    """
    with np.errstate(all="ignore"):
        return np.broadcast_to(_value(tree, inputs), len(inputs)).astype(np.float64)


def usable(targets: Floats) -> NDArray[np.bool_]:
    """Mark which values [N] a network can be asked to learn. NaN compares false."""
    return np.abs(targets) <= MAX_VALUE


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
    """Check a formula. Raises `SpecProblem` for one that cannot be parsed or whose values cannot be learned."""
    tree = parse(formula)
    points = _grid(_CHECKED[dimensions], dimensions, low, high)
    targets = values(tree, points)
    finite = np.isfinite(targets)
    if 2 * np.count_nonzero(finite) < len(targets):
        raise _not_finite(tree, points)
    largest = float(np.abs(targets[finite]).max())
    if largest > MAX_VALUE:
        raise _too_large(f"{largest:.4g}")
    spread = float(targets[finite].std())
    return Checked(tree, points[finite], targets[finite], spread if spread > 0 else 1.0)


def _value(tree: Tree, inputs: Floats) -> Floats:
    """Evaluate [N], or of no axis for what does not depend on the inputs."""
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
    centers = low + (high - low) * (np.arange(along) + 0.5) / along
    axes = np.meshgrid(*[centers] * dimensions, indexing="ij")
    return np.stack([axis.ravel() for axis in axes], axis=1)


# --- what is wrong with a formula's values --------------------------------------------------------


def _too_large(largest: str) -> SpecProblem:
    return SpecProblem(
        "formula_too_large",
        f"The formula’s values reach {largest}, but must lie between −{MAX_VALUE} and"
        f" {MAX_VALUE}. Divide them by something.",
        POINTER,
        {"largest": largest, "most": MAX_VALUE},
    )


def _not_finite(tree: Tree, points: Floats) -> SpecProblem:
    """Name the part that lacks a value at the most places, and what to write instead of it."""
    part = max(_parts(tree), key=lambda each: int(np.count_nonzero(_lost(each, points))))
    instead = _instead(part, points)
    if instead is None:
        return _too_large("∞")
    shown = _written(part)
    return SpecProblem(
        "formula_not_finite",
        f"The formula has no value for more than half of the points because of {shown}."
        f" Write {instead} instead.",
        POINTER,
        {"part": shown, "instead": instead},
    )


def _inner(tree: Tree) -> tuple[Tree, ...]:
    match tree:
        case Negative(of):
            return (of,)
        case Operation(_, left, right):
            return left, right
        case Call(_, arguments):
            return arguments
    return ()


def _parts(tree: Tree) -> list[Tree]:
    """List the tree and all within it, the innermost first."""
    return [part for each in _inner(tree) for part in _parts(each)] + [tree]


def _lost(part: Tree, points: Floats) -> NDArray[np.bool_]:
    """Mark where it has no finite value though what it is made of has."""
    lost: NDArray[np.bool_] = ~np.isfinite(values(part, points))
    for each in _inner(part):
        lost &= np.isfinite(values(each, points))
    return lost


def _instead(part: Tree, points: Floats) -> str | None:
    """Suggest what to write instead; None where the part's values are only too large."""
    negative = np.any(np.isnan(values(part, points)[_lost(part, points)]))
    match part:
        case Call("log" | "sqrt" as function, (of,)):
            inside = f"abs({_short(of)})"
            return f"{function}({inside})" if negative else f"{function}({inside} + 1)"
        case Operation("^", base, exponent) if negative:
            return f"abs({_short(base)})^{_bracketed(exponent)}"
        case Operation("^", base, exponent) if not np.all(values(base, points)):
            return f"(abs({_short(base)}) + 1)^{_bracketed(exponent)}"
        case Operation("/", left, right) if not np.all(values(right, points)):
            return f"{_bracketed(left)} / (abs({_short(right)}) + 1)"
    return None


def _written(part: Tree) -> str:
    """Write it as in the formula, what is long within it cut off."""
    match part:
        case Call(function, arguments):
            return f"{function}({', '.join(map(_short, arguments))})"
        case Operation(sign, left, right):
            between = sign if sign == "^" else f" {sign} "
            return f"{_bracketed(left)}{between}{_bracketed(right)}"
    return _short(part)


def _bracketed(tree: Tree) -> str:
    simple = isinstance(tree, Number | Constant | Variable | Call)
    if isinstance(tree, Negative):
        simple = not _inner(tree.of)
    return _short(tree) if simple else f"({_short(tree)})"


def _short(tree: Tree) -> str:
    text = text_of(tree)
    return text if len(text) <= MAX_WRITTEN else f"{text[: MAX_WRITTEN - 1]}…"
