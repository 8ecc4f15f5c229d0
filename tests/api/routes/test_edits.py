"""Edits as the public contract says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.engine import contract
from playground.spec.project import parse
from support.edits import units
from support.problems import is_a_problem
from support.web import Made, Web


def test_an_edit_makes_a_revision(served: Web, made: Made) -> None:
    answer = made.patch(1, units(5))
    assert answer.status_code == 200
    assert answer.json()["revision"] == 2
    edit = served.engine.wait_for(contract.Edit, run=made.run)
    assert edit.revision == 2
    assert parse(edit.spec).network.layers[0].units == 5
    assert made.call("GET", "").json()["revision"] == 2


def test_a_bare_patch_and_a_quoted_revision_will_do(made: Made) -> None:
    answer = made.call(
        "PATCH",
        "/spec",
        content=json.dumps([units(5)]),
        headers={"If-Match": '"1"', "Content-Type": "application/json-patch+json"},
    )
    assert (answer.status_code, answer.json()["revision"]) == (200, 2)


def test_an_edit_on_an_older_revision_learns_the_newest(made: Made) -> None:
    newest = made.patch(1, units(5)).json()
    document = is_a_problem(made.patch(1, units(6)), 409)
    assert document["code"] == "conflict"
    assert (document["revision"], document["spec"]) == (newest["revision"], newest["spec"])
    is_a_problem(made.patch(3, units(6)), 409)


def test_an_edit_says_its_revision(made: Made) -> None:
    answer = made.call("PATCH", "/spec", json={"patch": []})
    assert is_a_problem(answer, 428)["code"] == "revision_needed"
    for wrong in ("x", "-1", "*", "1.0", "١", "9" * 30):
        answer = made.call(
            "PATCH", "/spec", json={"patch": []}, headers={"If-Match": wrong.encode()}
        )
        is_a_problem(answer, 422)


@pytest.mark.parametrize(
    ("operations", "code"),
    [
        ([units(0)], "too_small"),
        ([{"op": "replace", "path": "/nothing", "value": 1}], "patch_does_not_fit"),
        ([{"op": "remove", "path": "/data/-5"}], "patch_does_not_fit"),
        ([{"op": "test", "path": "/seed", "value": 99}], "patch_does_not_fit"),
        ([{"op": "dance", "path": "/seed"}], "not_a_choice"),
        ([units(5)] * 201, "patch_too_long"),
        ([{"op": "replace", "path": "", "value": None}], "not_a_spec"),
        ([{"op": "move", "path": "/seed"}], None),
        ([{"op": "remove", "path": ""}], None),
    ],
)
def test_an_edit_that_does_not_fit_changes_nothing(
    made: Made, operations: list[dict[str, Any]], code: str | None
) -> None:
    document = is_a_problem(made.patch(1, *operations), 422)
    assert code in (None, document["code"])
    assert made.call("GET", "").json()["revision"] == 1


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4)
    ),
    max_leaves=8,
)
pointers = st.lists(
    st.sampled_from(["data", "network", "layers", "0", "-", "seed", "training", "loss", "~", ""])
).map(lambda parts: "".join(f"/{part}" for part in parts))
operations = st.fixed_dictionaries(
    {
        "op": st.sampled_from(["add", "remove", "replace", "move", "copy", "test"]),
        "path": pointers | st.text(max_size=30),
    },
    optional={"value": json_values, "from": pointers},
)


@settings(max_examples=300, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.lists(operations, max_size=4))
def test_no_patch_breaks_the_server(served: Web, patch: list[dict[str, Any]]) -> None:
    made = _shared(served)
    body = json.dumps({"patch": patch}, allow_nan=True)
    revision = made.call("GET", "").json()["revision"]
    answer = made.call(
        "PATCH",
        "/spec",
        content=body,
        headers={"If-Match": str(revision), "Content-Type": "application/json"},
    )
    assert answer.status_code in (200, 400, 422)
    if answer.status_code != 200:
        is_a_problem(answer, answer.status_code)


_made: dict[int, Made] = {}


def _shared(served: Web) -> Made:
    return _made.setdefault(served.port, served.create())
