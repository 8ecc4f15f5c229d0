"""What is wrong with a spec is said in a sentence that names the field."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.spec.base import SpecProblem
from playground.spec.edit import Operation, apply
from playground.spec.presets import PRESETS
from playground.spec.project import Spec, canonical_json, parse
from support.specs import specs


@pytest.mark.parametrize(
    ("document", "code", "pointer", "params"),
    [
        ({"seed": -1}, "too_small", "/seed", {"field": "seed", "least": 0}),
        ({"seed": 10**400}, "too_large", "/seed", {"field": "seed", "most": 2**31 - 1}),
        ({"seed": 1.5}, "not_whole", "/seed", {"field": "seed"}),
        ({"seed": "one"}, "not_whole", "/seed", {"field": "seed"}),
        ({"data": {"noise": float("nan")}}, "not_a_number", "/data/noise", {"field": "noise"}),
        ({"data": {"noise": None}}, "not_a_number", "/data/noise", {"field": "noise"}),
        ({"a/b~": 1}, "unknown_field", "/a~1b~0", {"field": "a/b~"}),
        ({"name": "x" * 81}, "too_long", "/name", {"field": "name", "most": 80}),
        ({"name": "\ud800"}, "wrong_type", "/name", {"field": "name"}),
        ({"data": []}, "wrong_type", "/data", {"field": "data"}),
        (
            {"training": {"loss": {"kind": "huber", "delta": 0}}},
            "not_above",
            "/training/loss/delta",
            {"field": "delta", "least": 0},
        ),
        (
            {"training": {"optimizer": {"kind": "adam", "beta1": 1}}},
            "not_below",
            "/training/optimizer/beta1",
            {"field": "beta1", "most": 1},
        ),
        (
            {"training": {"schedule": {"kind": "magic"}}},
            "not_a_choice",
            "/training/schedule",
            None,
        ),
        ({"training": {"schedule": {}}}, "missing_kind", "/training/schedule", None),
        (
            {"data": {"features": ["x1", "x3"]}},
            "not_a_choice",
            "/data/features/1",
            None,
        ),
        (
            {"network": {"layers": [{"id": "h1"}, {"id": "Ä"}]}},
            "bad_name",
            "/network/layers/1/id",
            {"field": "id"},
        ),
        (
            {"network": {"layers": [{"id": "h1"}, {"id": "h1"}]}},
            "layer_id_taken",
            "/network/layers/1/id",
            {"id": "h1"},
        ),
        ({"version": 2}, "unknown_version", "/version", {"most": 1}),
        ([], "not_a_spec", "", {}),
    ],
)
def test_each_kind_of_mistake(
    document: Any, code: str, pointer: str, params: dict[str, Any] | None
) -> None:
    with pytest.raises(SpecProblem) as caught:
        parse(document)
    found = caught.value
    assert (found.code, found.pointer) == (code, pointer)
    assert params in (None, found.params)
    assert found.sentence.endswith(".")


def test_choices_are_listed_plainly() -> None:
    with pytest.raises(SpecProblem) as caught:
        parse({"training": {"loss": {"kind": "x"}}})
    assert caught.value.params["choices"] == "binary_cross_entropy, cross_entropy, mse, huber"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "data",
                    "network",
                    "layers",
                    "id",
                    "training",
                    "loss",
                    "kind",
                    "seed",
                    "noise",
                    "x",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(anything)
def test_anything_is_a_spec_or_a_problem(document: Any) -> None:
    problem = None
    try:
        parse(document)
    except SpecProblem as refused:
        problem = refused
    if problem is not None:
        assert problem.sentence.endswith(".")
        assert problem.pointer == "" or problem.pointer.startswith("/")


@given(specs())
def test_a_spec_and_its_json_are_one(spec: Spec) -> None:
    assert parse(spec.model_dump(mode="json")) == spec
    assert Spec.model_validate_json(canonical_json(spec)) == spec
    assert canonical_json(parse(spec.model_dump(mode="json"))) == canonical_json(spec)


@given(specs(), st.integers(1, 30))
def test_a_patch_holds_whole_or_not_at_all(spec: Spec, units: int) -> None:
    before = canonical_json(spec)
    good = Operation(op="replace", path="/seed", value=units)
    assert apply(spec, [good]).seed == units
    with pytest.raises(SpecProblem):
        apply(spec, [good, Operation(op="replace", path="/nowhere/0", value=1)])
    assert canonical_json(spec) == before


@pytest.mark.parametrize("name", PRESETS)
def test_presets_are_valid(name: str) -> None:
    assert parse(PRESETS[name].model_dump(mode="json")) == PRESETS[name]
