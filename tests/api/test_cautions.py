"""What a set-up can never do travels with it: to who makes, edits, reads or looks at the session."""

from __future__ import annotations

from typing import Any

import pytest

from support.problems import is_a_problem
from support.web import Web

SIGMOID = {
    "data": {"dataset": "circle", "noise": 0},
    "network": {"output": {"activation": "sigmoid"}},
    "training": {"loss": {"kind": "mse"}},
}


def codes(document: dict[str, Any]) -> list[str]:
    return [each["code"] for each in document["cautions"]]


def create(served: Web, spec: dict[str, Any]) -> dict[str, Any]:
    answer = served.http.post("/api/sessions", json={"spec": spec, "play": False})
    assert answer.status_code == 201, answer.text
    document: dict[str, Any] = answer.json()
    return document


def test_it_is_told_and_each_way_out_is_an_edit(served: Web) -> None:
    made = create(served, SIGMOID)
    assert codes(made) == ["output_never_negative"]
    (told,) = made["cautions"]
    assert told["pointer"] == "/network/output"
    assert told["params"] == {"activation": "sigmoid"}
    assert "never below 0" in told["detail"]
    headers = {"Authorization": f"Bearer {made['links']['edit']}"}
    address = f"/api/sessions/{made['id']}"
    assert codes(served.http.get(address, headers=headers).json()) == codes(made)
    for revision, fix in enumerate(told["mends"][:1], 1):
        answer = served.http.patch(
            f"{address}/spec",
            json={"patch": fix["patch"]},
            headers={**headers, "If-Match": str(revision)},
        )
        assert answer.status_code == 200, answer.text
        assert codes(answer.json()) == []


@pytest.mark.parametrize(
    ("formula", "expected"), [("0.5 + 0.4 sin(x1)", []), ("20 sin(x1)", ["output_too_narrow"])]
)
def test_a_regression_is_measured_by_the_targets_that_are_drawn(
    served: Web, formula: str, expected: list[str]
) -> None:
    made = create(
        served,
        {
            "data": {"dataset": "formula_curve", "formula": formula, "features": ["x1"]},
            "network": {"output": {"activation": "sigmoid"}},
            "training": {"loss": {"kind": "mse"}},
        },
    )
    assert codes(made) == expected
    for told in made["cautions"]:
        assert told["params"]["to"] == pytest.approx(20, abs=3)


def test_a_linear_output_lacks_nothing(served: Web) -> None:
    assert create(served, {})["cautions"] == []


def test_rates_of_their_own_with_lbfgs_are_refused_with_ways_out(served: Web) -> None:
    spec = {
        "network": {"layers": [{"kind": "dense", "id": "a", "units": 3, "rate_factor": 0.2}]},
        "training": {"optimizer": {"kind": "lbfgs"}},
    }
    answer = served.http.post("/api/sessions", json={"spec": spec})
    document = is_a_problem(answer, 422)
    assert document["code"] == "one_rate"
    assert [each["code"] for each in document["mends"]] == ["one_rate_for_all", "adam_instead"]
