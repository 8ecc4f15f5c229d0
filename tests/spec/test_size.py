"""A spec has a size in bytes that no edit, merge, link or beginning gets past."""

from __future__ import annotations

import json
import time
from typing import Any

import jsonpatch
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonpointer import JsonPointerException

from playground.session.rebase import merge_specs
from playground.spec.base import SpecProblem
from playground.spec.data import MAX_PAINTED
from playground.spec.datasets.base import DOMAIN
from playground.spec.edit import Operation, apply
from playground.spec.project import Spec, parse
from playground.spec.size import MAX_BYTES, PatchedSize, size_of

LONGEST = -1.2345678901234567e-05
"""A coordinate with as many characters as there can be."""


def operation(op: str, path: str, **more: Any) -> Operation:
    return Operation.model_validate({"op": op, "path": path, **more})


def upload(columns: int, categories: int, letters: int) -> dict[str, Any]:
    """A table of categories, of which all texts have so many letters."""
    values = [f"{number:0{letters}}" for number in range(categories)]
    table = [
        {"name": f"column {number}", "kind": "category", "categories": values}
        for number in range(columns)
    ]
    return {
        "id": "a" * 16,
        "rows": 20,
        "columns": [*table, {"name": "y", "role": "target"}],
    }


def table(columns: int, categories: int = 64, letters: int = 80) -> dict[str, Any]:
    return {
        "data": {"dataset": "upload", "upload": upload(columns, categories, letters)},
        "network": {"layers": []},
        "training": {"loss": {"kind": "mse"}},
    }


def refusal(spec: Spec, *patch: Operation) -> SpecProblem:
    with pytest.raises(SpecProblem) as refused:
        apply(spec, list(patch))
    return refused.value


def test_the_largest_painted_set_fits_more_than_four_times() -> None:
    points = [[LONGEST, LONGEST, number % 6] for number in range(MAX_PAINTED)]
    assert DOMAIN[0] <= LONGEST <= DOMAIN[1]
    spec = parse(
        {
            "data": {"dataset": "painted", "classes": 6, "painted": points},
            "training": {"loss": {"kind": "cross_entropy"}},
        }
    )
    assert len(points) == MAX_PAINTED
    assert 4 * spec.json_bytes < MAX_BYTES


def test_a_set_up_that_is_too_large_is_refused_with_a_sentence() -> None:
    with pytest.raises(SpecProblem) as refused:
        parse(table(90))
    assert refused.value.code == "set_up_too_large"
    assert refused.value.params["most"] == 384
    assert "384 kB" in refused.value.sentence
    assert parse(table(68)).json_bytes < MAX_BYTES


def test_a_merge_makes_nothing_larger_than_an_edit_may() -> None:
    base = parse(table(68))
    wide = [
        {
            "id": f"h{number}",
            "kind": "dense",
            "units": 1,
            "frozen_weights": [[1000000, 1000000]] * 256,
        }
        for number in range(3)
    ]
    ours = apply(base, [operation("replace", "/network/layers", value=wide)])
    theirs = apply(
        base,
        [
            operation(
                "replace", "/data/upload/columns", value=table(72)["data"]["upload"]["columns"]
            )
        ],
    )
    merged, conflicts = merge_specs(base, theirs, ours)
    assert merged is None
    assert conflicts


@pytest.mark.parametrize("op", ["add", "replace"])
def test_no_operation_makes_the_document_larger_even_for_a_while(op: str) -> None:
    """What a later one takes away again does not help."""
    long = operation(op, "/name", value="x" * MAX_BYTES)
    problem = refusal(Spec(), long, operation("replace", "/name", value=""))
    assert (problem.code, problem.pointer) == ("set_up_too_large", "/name")


def test_copies_are_bounded_together() -> None:
    """Each takes the place of the last, so that the document does not grow: time would."""
    copy = operation("copy", "/name", **{"from": "/data/upload"})
    spec = parse(table(9))
    assert refusal(spec, copy).code == "wrong_type"
    assert refusal(spec, *[copy] * 200).code == "patch_too_large"
    assert refusal(parse(table(40)), copy).code == "set_up_too_large"


def test_two_hundred_operations_on_the_largest_spec_take_milliseconds() -> None:
    spec = parse(table(68))
    for patch in (
        [operation("replace", "/name", value=f"name {number}") for number in range(200)],
        [operation("move", "/name", **{"from": "/name"})] * 200,
        [
            operation("move", *turn[:1], **{"from": turn[1]})
            for turn in [("/seed_", "/seed"), ("/seed", "/seed_")] * 100
        ],
    ):
        began = time.process_time()
        apply(spec, patch)
        assert time.process_time() - began < 0.1


# --- what is counted -----------------------------------------------------------------------------

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abü"), inner, max_size=3)
    ),
    max_leaves=6,
)
pointers = st.lists(st.sampled_from(["a", "b", "ü", "0", "1", "-"]), max_size=3).map(
    lambda parts: "".join(f"/{part}" for part in parts)
)


@settings(max_examples=400)
@given(
    document=st.dictionaries(st.sampled_from("abü"), values, max_size=3),
    patch=st.lists(
        st.tuples(
            st.sampled_from(["add", "replace", "remove", "copy", "move", "test"]),
            pointers,
            pointers,
            values,
        ),
        max_size=8,
    ),
)
def test_the_count_is_never_less_than_the_size(
    document: Any, patch: list[tuple[str, str, str, Any]]
) -> None:
    size = PatchedSize(size_of(document))
    for op, path, source, value in patch:
        plain = {"op": op, "path": path}
        plain |= {"from": source} if op in ("move", "copy") else {}
        plain |= {"value": value} if op in ("add", "replace", "test") else {}
        try:
            size.count(document, op, path, source, value)
            document = jsonpatch.apply_patch(document, [plain])
        except (
            jsonpatch.JsonPatchException,
            JsonPointerException,
            TypeError,
            ValueError,
            LookupError,
        ):
            return
        assert size.bytes >= size_of(document)


def test_bytes_are_counted_as_they_are_sent() -> None:
    for value in ("plain", "한국어", {"ü": [1, 2.5, None, True]}, "\ud800"):
        text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
        assert size_of(value) == len(text.encode("utf-8", "surrogatepass"))
