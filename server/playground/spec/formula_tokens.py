"""The text of a formula cut into tokens: numbers, names and signs, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from playground.spec.base import Scalar, SpecProblem

POINTER = "/data/formula"
MAX_SHOWN = 20
"""Characters of the user's text that stand in a sentence."""

CONSTANTS: dict[str, float] = {"pi": 3.141592653589793, "e": 2.718281828459045}
VARIABLES: dict[str, Literal["x1", "x2"]] = {"x1": "x1", "x2": "x2", "x": "x1", "y": "x2"}
FUNCTIONS: dict[str, int] = {
    "sin": 1,
    "cos": 1,
    "tan": 1,
    "exp": 1,
    "log": 1,
    "sqrt": 1,
    "abs": 1,
    "tanh": 1,
    "sigmoid": 1,
    "relu": 1,
    "step": 1,
    "min": 2,
    "max": 2,
}
"""The number of arguments that each takes."""

NAMES = (*FUNCTIONS, *VARIABLES, *CONSTANTS)

_TYPESET = str.maketrans("−–·×⋅∙÷₁₂\u3000", "--****/12 ")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN = _TYPESET | _FULL_WIDTH
"""One plain character for each that typesetting, a Korean keyboard or the page itself writes."""

_TOKEN = re.compile(
    r"(?P<number>\d+(?:\.\d*)?|\.\d+)"
    r"|(?P<name>[a-z][a-z0-9]*|π)"
    r"|(?P<sign>\*\*|[-+*/^(),²³])"
    r"|(?P<space>\s+)",
    re.IGNORECASE | re.ASCII,
)
_ONE_NAME = re.compile("|".join(sorted(NAMES, key=len, reverse=True)))

Kind = Literal["number", "name", "sign", "end"]


@dataclass(frozen=True, slots=True)
class Token:
    """`position` counts characters from 1. A sign's text is one of + - * / ^ ( ) and the comma."""

    kind: Kind
    text: str
    position: int


def problem(code: str, sentence: str, position: int, **params: Scalar) -> SpecProblem:
    """Make a problem of the formula, at a character counted from 1."""
    return SpecProblem(code, sentence, POINTER, {"position": position, **params})


def tokens(text: str) -> list[Token]:
    """Cut the text into tokens, the last of kind "end". Raises `SpecProblem` for what is no part of a formula."""
    plain = text.translate(_PLAIN)
    found: list[Token] = []
    start = 0
    while start < len(plain):
        match = _TOKEN.match(plain, start)
        if match is None:
            raise _unknown_character(text[start], start + 1)
        found += _READ[str(match.lastgroup)](match.group(), start + 1)
        start = match.end()
    return [*found, Token("end", "", len(text) + 1)]


def _number(text: str, position: int) -> Iterator[Token]:
    yield Token("number", text, position)


def _names(text: str, position: int) -> Iterator[Token]:
    """Cut a run of letters and digits into names: x1x2 is x1 times x2."""
    run = {"π": "pi"}.get(text, text.lower())
    start = 0
    while start < len(run):
        match = _ONE_NAME.match(run, start)
        if match is None:
            raise _unknown_name(text, position)
        yield Token("name", match.group(), position + start)
        start = match.end()


def _sign(text: str, position: int) -> Iterator[Token]:
    if text in "²³":
        yield Token("sign", "^", position)
        yield Token("number", {"²": "2", "³": "3"}[text], position)
    else:
        yield Token("sign", "^" if text == "**" else text, position)


def _space(text: str, position: int) -> Iterator[Token]:
    yield from ()


_READ = {"number": _number, "name": _names, "sign": _sign, "space": _space}


def _unknown_character(character: str, position: int) -> SpecProblem:
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    return problem(
        "formula_character",
        f"Character {position} of the formula, “{shown}”, can’t be used here. Use"
        " numbers, names and + - * / ^ ( ).",
        position,
        found=shown,
    )


def _unknown_name(name: str, position: int) -> SpecProblem:
    shown, names = name[:MAX_SHOWN], ", ".join(NAMES)
    return problem(
        "formula_name",
        f"“{shown}”, at character {position} of the formula, is not a known name. Use"
        f" one of these: {names}.",
        position,
        found=shown,
        names=names,
    )
