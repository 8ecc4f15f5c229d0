"""Formulas that users type, as expression trees: parsed here, and never evaluated as Python.

The grammar, from what binds least: + and -; * and /, and a product without a sign, as in 2x1 or
3 sin(x1), which means just what * would; a minus in front; and ^, from the right: -2^2 is -4,
2^3^2 is 2^9. Parsed by Pratt's method (Top down operator precedence, 1973): a token in front of
a value reads it, a sign after a value goes on as long as it binds more than what stands before.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal, get_args

from playground.spec.base import SpecProblem
from playground.spec.formula_tokens import (
    CONSTANTS,
    FUNCTIONS,
    MAX_SHOWN,
    POINTER,
    VARIABLES,
    Token,
    problem,
    tokens,
)

MAX_LENGTH = 200
MAX_DEPTH = 32
"""Brackets, signs and functions within one another."""
MAX_NODES = 120

Sign = Literal["+", "-", "*", "/", "^"]


@dataclass(frozen=True, slots=True)
class Number:
    """Finite, 0 or more: a minus in front is a tree of its own."""

    value: float


@dataclass(frozen=True, slots=True)
class Constant:
    name: str


@dataclass(frozen=True, slots=True)
class Variable:
    name: Literal["x1", "x2"]


@dataclass(frozen=True, slots=True)
class Negative:
    of: Tree


@dataclass(frozen=True, slots=True)
class Operation:
    sign: Sign
    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple[Tree, ...]


Tree = Number | Constant | Variable | Negative | Operation | Call

SIGNS: dict[str, Sign] = {sign: sign for sign in get_args(Sign)}
BINDING: dict[Sign, int] = {"+": 10, "-": 10, "*": 20, "/": 20, "^": 40}
MINUS_BINDING = 30
TIGHT = 100
"""The binding power of what is never put in brackets: higher than any operator's."""


@lru_cache(maxsize=256)
def parse(text: str) -> Tree:
    """Parse a formula. Raises `SpecProblem` that says at which character what was expected."""
    if len(text) > MAX_LENGTH:
        raise SpecProblem(
            "too_long",
            f"“formula” is too long. The limit is {MAX_LENGTH}.",
            POINTER,
            {"field": "formula", "most": MAX_LENGTH},
        )
    found = tokens(text)
    if len(found) == 1:
        raise problem("formula_empty", "Type a formula, such as sin(x1).", 1)
    return _Parser(found).whole()


def variables(tree: Tree) -> frozenset[str]:
    """Return which of x1 and x2 the formula uses."""
    match tree:
        case Variable(name):
            return frozenset({name})
        case Negative(of):
            return variables(of)
        case Operation(_, left, right):
            return variables(left) | variables(right)
        case Call(_, arguments):
            return frozenset[str]().union(*map(variables, arguments))
    return frozenset()


def text_of(tree: Tree) -> str:
    """Write the formula with as few brackets as it needs; parsing it gives the tree again."""
    match tree:
        case Number(value):
            # Shortest digits that give the value again, and no exponent: the grammar has none.
            return f"{Decimal(repr(value)).normalize():f}"
        case Constant(name) | Variable(name):
            return name
        case Call(function, arguments):
            return f"{function}({', '.join(map(text_of, arguments))})"
        case Negative(of):
            return f"-{_bracketed(of, MINUS_BINDING)}"
        case Operation(sign, left, right):
            binding = BINDING[sign]
            before = _bracketed(left, binding + (sign == "^"))
            after = _bracketed(right, binding + (sign != "^"), prefix=True)
            return f"{before}^{after}" if sign == "^" else f"{before} {sign} {after}"


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self._tokens, self._next = found, 0
        self._depth = self._nodes = 0

    def whole(self) -> Tree:
        tree = self._expression(0)
        if self._here.text == ")":
            raise problem(
                "formula_unopened",
                f"The “)” at character {self._here.position} of the formula closes nothing."
                " Remove it, or add a “(” before it.",
                self._here.position,
            )
        if self._here.kind != "end":
            raise self._no_operator()
        return tree

    @property
    def _here(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        taken = self._here
        self._next += 1
        return taken

    def _expression(self, least: int) -> Tree:
        """Parse all that binds more than `least`."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise problem(
                "formula_too_deep",
                f"The formula is nested more than {MAX_DEPTH} levels deep at character"
                f" {self._here.position}. Make it simpler.",
                self._here.position,
                most=MAX_DEPTH,
            )
        tree = self._value()
        while (sign := self._sign_here()) and BINDING[sign] > least:
            if self._here.kind == "sign" and self._here.text != "(":
                self._take()
            right = self._expression(BINDING[sign] - (sign == "^"))
            tree = self._counted(Operation(sign, tree, right))
        self._depth -= 1
        return tree

    def _sign_here(self) -> Sign | None:
        """Return the operator after a value: a sign, or the implicit * of 2x1."""
        token = self._here
        if token.kind == "name" or token.text == "(":
            return "*"
        return SIGNS.get(token.text)

    def _value(self) -> Tree:
        token = self._take()
        match token.kind, token.text:
            case "number", text:
                return self._counted(Number(float(text)))
            case "name", text if text in VARIABLES:
                return self._counted(Variable(VARIABLES[text]))
            case "name", text if text in CONSTANTS:
                return self._counted(Constant(text))
            case "name", text:
                return self._call(token)
            case "sign", "-":
                return self._counted(Negative(self._expression(MINUS_BINDING)))
            case "sign", "+":
                return self._expression(MINUS_BINDING)
            case "sign", "(":
                tree = self._expression(0)
                self._close(token)
                return tree
        raise self._no_value(token)

    def _call(self, name: Token) -> Tree:
        opening = self._take()
        if opening.text != "(":
            example = f"{name.text}({', '.join(['x1', '2'][: FUNCTIONS[name.text]])})"
            raise problem(
                "formula_bracket",
                f"“{name.text}”, at character {opening.position} of the formula, needs a “(”"
                f" after it. Write {example}.",
                opening.position,
                function=name.text,
                example=example,
            )
        arguments = [self._expression(0)]
        while self._here.text == ",":
            self._take()
            arguments.append(self._expression(0))
        self._close(opening)
        if len(arguments) != FUNCTIONS[name.text]:
            raise problem(
                "formula_arguments",
                f"Wrong number of values in “{name.text}”, at character {name.position} of the"
                f" formula: {len(arguments)} instead of {FUNCTIONS[name.text]}.",
                name.position,
                function=name.text,
                expected=FUNCTIONS[name.text],
                count=len(arguments),
            )
        return self._counted(Call(name.text, tuple(arguments)))

    def _close(self, opening: Token) -> None:
        if self._here.kind == "end":
            raise problem(
                "formula_unclosed",
                f"The “(” at character {opening.position} of the formula is never closed. Add a"
                " “)”.",
                opening.position,
            )
        if self._here.text != ")":
            raise self._no_operator()
        self._take()

    def _counted(self, tree: Tree) -> Tree:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise problem(
                "formula_too_many_parts",
                f"The formula has more than {MAX_NODES} numbers, names and signs. Make it shorter.",
                self._here.position,
                most=MAX_NODES,
            )
        return tree

    def _no_value(self, token: Token) -> SpecProblem:
        if token.kind == "end":
            return problem(
                "formula_cut_off",
                "The formula ends too early. Add a number, x1, x2, a function or “(” at"
                f" character {token.position}.",
                token.position,
            )
        return problem(
            "formula_value",
            f"Character {token.position} of the formula should be a number, x1, x2, a"
            f" function or “(”, not “{token.text}”.",
            token.position,
            found=token.text,
        )

    def _no_operator(self) -> SpecProblem:
        token = self._here
        shown = token.text[:MAX_SHOWN]
        return problem(
            "formula_operator",
            f"Character {token.position} of the formula should be one of + - * / ^, not “{shown}”.",
            token.position,
            found=shown,
        )


def _bracketed(tree: Tree, least: int, *, prefix: bool = False) -> str:
    """Write the tree, in brackets unless it binds at least so much.

    With `prefix` it stands behind a sign, where a minus in front needs no brackets.
    """
    match tree:
        case Operation(sign, _, _):
            binding = BINDING[sign]
        case Negative(_):
            binding = TIGHT if prefix else MINUS_BINDING
        case _:
            binding = TIGHT
    return text_of(tree) if binding >= least else f"({text_of(tree)})"
