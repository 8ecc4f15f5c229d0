"""Formulas: what they mean, how they are printed, and what is said of one that cannot be read."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from playground.spec.base import SpecProblem
from playground.spec.formula import (
    MAX_DEPTH,
    MAX_LENGTH,
    MAX_NODES,
    Call,
    Constant,
    Negative,
    Number,
    Operation,
    Variable,
    parse,
    text_of,
    variables,
)
from playground.spec.formula_tokens import CONSTANTS, FUNCTIONS
from playground.spec.formula_values import FUNCTIONS as COMPUTED
from playground.spec.formula_values import OPERATIONS, values

X1, X2 = Variable("x1"), Variable("x2")


def value(text, x1=0.0, x2=0.0):
    return float(values(parse(text), np.array([[x1, x2]]))[0])


# --- what a formula means ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("7 - 2 - 1", 4),
        ("8 / 4 / 2", 1),
        ("8 / 4 * 2", 4),
        ("2^3^2", 512),
        ("-2^2", -4),
        ("(-2)^2", 4),
        ("2^-1", 0.5),
        ("2^-2^2", 1 / 16),
        ("-2 * -3", 6),
        ("3 - -2", 5),
        ("+3", 3),
        ("1 - +2", -1),
        ("2 * 3^2", 18),
        ("1/2 x1", 1.5),
        ("2x1", 6),
        ("2x1^2", 18),
        ("x1x2", -6),
        ("x1 x2", -6),
        ("2(x1 + 1)", 8),
        ("(x1)(x2)", -6),
        ("x1(x2 + 1)", -3),
        ("2pi", 2 * math.pi),
        ("2e", 2 * math.e),
        ("3 sin(x1)cos(x2)", 3 * math.sin(3) * math.cos(-2)),
        ("x + y", 1),
        ("xy", -6),
        (".5 + 1.", 1.5),
        ("Sin(X1) + PI", math.sin(3) + math.pi),
        ("x1**2", 9),
        ("x₁² + x₂³", 1),
        ("π · x₁ − 4 ÷ 2 × 1", 3 * math.pi - 2),
        ("（ｘ１＋１）＊２", 8),
        (" \t x1\n", 3),
    ],
)
def test_a_formula_means_what_it_does_in_a_textbook(text, want):
    assert value(text, x1=3, x2=-2) == pytest.approx(want, rel=1e-12)


@pytest.mark.parametrize("x", [-2.0, -0.5, 0.0, 0.25, 3.0])
def test_functions_are_their_textbook_ones(x):
    want = {
        "sin": math.sin(x),
        "cos": math.cos(x),
        "tan": math.sin(x) / math.cos(x),
        "exp": math.e**x,
        "log": math.log(x) if x > 0 else None,
        "sqrt": x**0.5 if x >= 0 else None,
        "abs": abs(x),
        "tanh": math.tanh(x),
        "sigmoid": 1 / (1 + math.exp(-x)),
        "relu": x if x > 0 else 0,
        "step": 1 if x >= 0 else 0,
        "min": min(x, 0.1),
        "max": max(x, 0.1),
    }
    assert set(want) == set(FUNCTIONS) == set(COMPUTED)
    for name, expected in want.items():
        text = f"{name}(x1)" if FUNCTIONS[name] == 1 else f"{name}(x1, 0.1)"
        found = value(text, x1=x)
        if expected is None:
            assert not math.isfinite(found)
        else:
            assert found == pytest.approx(expected, rel=1e-12, abs=1e-15)


def test_far_values_of_the_sigmoid_are_exact():
    assert value("sigmoid(x1)", x1=1e6) == 1
    assert value("sigmoid(x1)", x1=-1e6) == 0


@pytest.mark.parametrize(
    "text", ["1/0", "sqrt(-1)", "log(-1)", "(-1)^0.5", "0/0", "10^400", "log(0)"]
)
def test_what_has_no_finite_value_is_not_finite(text):
    assert not math.isfinite(value(text))


def test_a_constant_has_its_value_at_every_point():
    found = values(parse("2"), np.zeros((5, 1)))
    assert found.tolist() == [2.0] * 5


def test_variables_are_those_used():
    assert variables(parse("max(x, -2 sin(y)) / pi")) == {"x1", "x2"}
    assert variables(parse("x^2")) == {"x1"}
    assert variables(parse("e")) == frozenset()


# --- tree to text to tree ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        (Operation("*", Operation("+", X1, Number(1)), X2), "(x1 + 1) * x2"),
        (Operation("-", X1, Operation("-", X2, Number(1))), "x1 - (x2 - 1)"),
        (Operation("/", X1, Operation("*", X2, Number(2))), "x1 / (x2 * 2)"),
        (Operation("^", Operation("^", X1, X2), Number(2)), "(x1^x2)^2"),
        (Operation("^", X1, Operation("^", X2, Number(2))), "x1^x2^2"),
        (Operation("^", Negative(X1), Number(2)), "(-x1)^2"),
        (Negative(Operation("^", X1, Number(2))), "-x1^2"),
        (Negative(Operation("*", X1, X2)), "-(x1 * x2)"),
        (Operation("*", Negative(X1), X2), "-x1 * x2"),
        (Operation("^", Number(2), Negative(X1)), "2^-x1"),
        (Operation("+", X1, Negative(X2)), "x1 + -x2"),
        (Call("max", (X1, Constant("pi"))), "max(x1, pi)"),
        (Number(1e-7), "0.0000001"),
        (Number(1e15), "1000000000000000"),
        (Number(0.1), "0.1"),
    ],
)
def test_a_tree_is_written_with_the_brackets_it_needs(tree, text):
    assert text_of(tree) == text
    assert parse(text) == tree


leaves = (
    st.builds(
        Number,
        st.floats(0, 60000, allow_nan=False, allow_infinity=False, width=16)
        | st.integers(0, 99).map(float),
    )
    | st.sampled_from([X1, X2])
    | st.sampled_from([Constant(name) for name in CONSTANTS])
)


def deeper(trees):
    calls = [
        st.builds(Call, st.just(name), st.tuples(*[trees] * count))
        for name, count in FUNCTIONS.items()
    ]
    return (
        st.builds(Operation, st.sampled_from(list(OPERATIONS)), trees, trees)
        | st.builds(Negative, trees)
        | st.one_of(calls)
    )


trees = st.recursive(leaves, deeper, max_leaves=12).filter(
    lambda tree: len(text_of(tree)) <= MAX_LENGTH
)


@given(trees)
def test_every_tree_can_be_written_and_read_again(tree):
    assert parse(text_of(tree)) == tree


@given(trees, st.floats(-6, 6), st.floats(-6, 6))
def test_no_tree_fails_to_be_evaluated(tree, x1, x2):
    found = values(tree, np.array([[x1, x2], [x2, x1]]))
    assert found.shape == (2,)
    assert found.dtype == np.float64


# --- what cannot be read ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "position", "params"),
    [
        ("", "formula_empty", 1, {}),
        ("   ", "formula_empty", 1, {}),
        ("x1 $ 2", "formula_character", 4, {"found": "$"}),
        ("x1 = 2", "formula_character", 4, {"found": "="}),
        ("x\ud800", "formula_character", 2, {"found": "U+D800"}),
        ("2 + sinus(x1)", "formula_name", 5, {"found": "sinus"}),
        ("x12", "formula_name", 1, {"found": "x12"}),
        ("x3", "formula_name", 1, {"found": "x3"}),
        ("2e3", "formula_name", 2, {"found": "e3"}),
        ("a" * 99, "formula_name", 1, {"found": "a" * 20}),
        ("1 + * 2", "formula_value", 5, {"found": "*"}),
        ("()", "formula_value", 2, {"found": ")"}),
        ("sin()", "formula_value", 5, {"found": ")"}),
        ("max(x1,)", "formula_value", 8, {"found": ")"}),
        ("1 +", "formula_cut_off", 4, {}),
        ("2^", "formula_cut_off", 3, {}),
        ("sin(", "formula_cut_off", 5, {}),
        ("2 3", "formula_operator", 3, {"found": "3"}),
        ("x1 2", "formula_operator", 4, {"found": "2"}),
        ("(1, 2)", "formula_operator", 3, {"found": ","}),
        ("1..2", "formula_operator", 3, {"found": ".2"}),
        ("x1 + 1)", "formula_unopened", 7, {}),
        ("2 (x1", "formula_unclosed", 3, {}),
        ("sin(x1", "formula_unclosed", 4, {}),
        ("sin x1", "formula_bracket", 5, {"function": "sin", "example": "sin(x1)"}),
        ("max", "formula_bracket", 4, {"function": "max", "example": "max(x1, 2)"}),
        ("sin(x1, 2)", "formula_arguments", 1, {"function": "sin", "expected": 1, "count": 2}),
        ("1 + min(2)", "formula_arguments", 5, {"function": "min", "expected": 2, "count": 1}),
    ],
)
def test_each_mistake_is_named_with_its_place(text, code, position, params):
    with pytest.raises(SpecProblem) as caught:
        parse(text)
    found = caught.value
    assert (found.code, found.pointer) == (code, "/data/formula")
    assert found.params["position"] == position
    assert params.items() <= found.params.items()
    assert found.sentence.endswith(".")
    for name in params:
        assert str(found.params[name]) in found.sentence


def test_what_is_known_is_listed():
    with pytest.raises(SpecProblem) as caught:
        parse("foo")
    assert str(caught.value.params["names"]).split(", ") == [
        *FUNCTIONS,
        "x1",
        "x2",
        "x",
        "y",
        "pi",
        "e",
    ]


def code_of(text):
    try:
        parse(text)
    except SpecProblem as refused:
        return refused.code
    return None


def test_formulas_have_limits():
    inside = MAX_DEPTH - 1
    assert code_of("(" * inside + "x" + ")" * inside) is None
    assert code_of("(" * MAX_DEPTH + "x" + ")" * MAX_DEPTH) == "formula_too_deep"
    assert code_of("-" * inside + "x") is None
    assert code_of("-" * MAX_DEPTH + "x") == "formula_too_deep"
    assert code_of("2^" * MAX_DEPTH + "2") == "formula_too_deep"
    most = (MAX_NODES - 1) // 2
    assert code_of("x" + "+x" * most) is None
    assert code_of("x" + "+x" * (most + 1)) == "formula_too_many_parts"
    assert code_of("x" * (MAX_LENGTH + 1)) == "too_long"
    assert code_of("1" * MAX_LENGTH) is None


signs = ["(", ")", ",", "+", "-", "*", "/", "^", "²", "**", "＋", ".", " "]
strange = ["__", "import", "lambda:", "[]", "\x00", "\ud800", "İ"]
pieces = st.sampled_from(
    [*FUNCTIONS, *CONSTANTS, "x1", "x2", "x", "y", "π", "1", "2.5", *signs, *strange]
)


@given(st.text(max_size=220) | st.lists(pieces, max_size=60).map("".join))
@example("__import__('os').system('true')")
@example("x1.__class__")
@example("\u3000")
def test_any_text_is_a_formula_or_a_problem(text):
    try:
        tree = parse(text)
    except SpecProblem as problem:
        assert problem.code.startswith("formula_") or problem.code == "too_long"
        assert problem.pointer == "/data/formula"
        assert 1 <= problem.params.get("position", 1) <= len(text) + 1
    else:
        written = text_of(tree)
        if len(written) <= MAX_LENGTH:
            assert parse(written) == tree
