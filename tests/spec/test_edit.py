"""Edits that would cost too much are refused while they are cheap."""

import pytest

from playground.spec.base import SpecProblem
from playground.spec.edit import Operation, apply
from playground.spec.project import Spec, parse


def large():
    """As many columns and categories as an upload may have."""
    categories = [f"value {number}" for number in range(64)]
    columns = [
        {"name": f"column {number}", "kind": "category", "categories": categories}
        for number in range(255)
    ]
    upload = {"id": "a" * 16, "rows": 20, "columns": [*columns, {"name": "y", "role": "target"}]}
    return parse(
        {
            "data": {"dataset": "upload", "upload": upload},
            "network": {"layers": []},
            "training": {"loss": {"kind": "mse"}},
        }
    )


def test_copies_of_copies_are_refused():
    """Each doubles what is there: forty would be a million million values."""
    copies = [
        Operation.model_validate({"op": "copy", "from": "/data", "path": f"/data/{number}"})
        for number in range(40)
    ]
    with pytest.raises(SpecProblem) as refused:
        apply(Spec(), copies)
    assert refused.value.code == "set_up_too_large"


def test_an_edit_of_the_largest_spec_is_made():
    rename = Operation(op="replace", path="/name", value="large")
    assert apply(large(), [rename] * 200).name == "large"


def test_a_refused_edit_leaves_the_spec_as_it_was():
    spec = Spec()
    before = spec.model_dump_json()
    steps = [
        Operation(op="replace", path="/seed", value=5),
        Operation(op="remove", path="/nowhere"),
    ]
    with pytest.raises(SpecProblem):
        apply(spec, steps)
    assert spec.model_dump_json() == before
