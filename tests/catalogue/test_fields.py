"""Fields as the page needs them: every bound, none made up."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from playground.catalogue.fields import bounded, fields_of
from playground.catalogue.kinds import messages, probes, spec_tables, takes
from playground.spec.base import Model
from playground.spec.project import Spec, parse
from playground.wire.schema import ROOTS


class Inner(Model):
    part: float = 0.5


class Sample(Model):
    kind: Literal["sample"] = "sample"
    id: str = "s"
    share: Annotated[float, Field(gt=0, lt=1)] = 0.5
    rate: Annotated[float, Field(gt=0, le=100)] | None = None
    count: Annotated[int, Field(gt=0, lt=10)] = 3
    steps: Annotated[int, Field(ge=1, le=9)]
    mode: Literal["a", "b"] = "a"
    many: Annotated[tuple[Annotated[int, Field(ge=1)], ...], Field(max_length=4)] = (1, 2)
    pair: tuple[Annotated[int, Field(ge=0, lt=6)], float] = (0, 1.0)
    text: Annotated[str, Field(min_length=1, max_length=7)] = "x"
    on: bool = False
    inner: Inner = Inner()


FIELDS: dict[str, dict[str, Any]] = {
    "share": {"default": 0.5, "above": 0, "below": 1},
    "rate": {"default": None, "optional": True, "above": 0, "max": 100},
    "count": {"default": 3, "whole": True, "min": 1, "max": 9},
    "steps": {"whole": True, "min": 1, "max": 9},
    "mode": {"default": "a", "options": ["a", "b"]},
    "many": {"default": [1, 2], "maxItems": 4, "items": {"whole": True, "min": 1}},
    "pair": {
        "default": [0, 1.0],
        "minItems": 2,
        "maxItems": 2,
        "items": [{"whole": True, "min": 0, "max": 5}, {}],
    },
    "text": {"default": "x", "minLength": 1, "maxLength": 7},
    "on": {"default": False},
    "inner": {"default": {"part": 0.5}, "fields": {"part": {"default": 0.5}}},
}


def test_a_field_has_its_default_its_bounds_and_its_options() -> None:
    assert fields_of(Sample) == FIELDS


def test_what_has_no_bound_can_be_left_out() -> None:
    assert set(bounded(fields_of(Sample))) == set(FIELDS) - {"mode", "on", "inner"}


@pytest.mark.parametrize(
    ("name", "part"),
    [("optimizers", "optimizer"), ("schedules", "schedule"), ("losses", "loss")],
)
def test_the_defaults_of_a_kind_are_what_the_spec_gives_it(name: str, part: str) -> None:
    for kind, row in spec_tables()[name].items():
        fields = row["fields"] if part == "loss" else row
        document = parse({"training": {part: {"kind": kind}}}).model_dump(mode="json")
        defaults = {field: row["default"] for field, row in fields.items()}
        assert document["training"][part] == {"kind": kind} | defaults


def test_every_kind_of_the_spec_is_in_its_table() -> None:
    schema, tables = Spec.model_json_schema(mode="serialization"), spec_tables()
    kinds = {
        row["properties"]["kind"]["const"]
        for row in schema["$defs"].values()
        if "const" in row.get("properties", {}).get("kind", {})
    }
    names = ("layers", "initializers", "optimizers", "schedules", "losses")
    assert kinds == {kind for name in names for kind in tables[name]}


def test_every_probe_and_message_keeps_its_bounds() -> None:
    assert set(probes()) == {
        model.model_fields["probe"].default for model in ROOTS if "probe" in model.model_fields
    }
    told = messages()
    assert told["Step"]["count"] == {"default": 1, "whole": True, "min": 1, "max": 1_000_000}
    assert told["JoinClass"]["nickname"] == {"minLength": 1, "maxLength": 24}


@pytest.mark.parametrize(
    ("kind", "axes"),
    [
        ("dense", (1,)),
        ("conv1d", (1, 2)),
        ("conv2d", (3,)),
        ("max_pool", (2, 3)),
        ("global_pool", (2, 3)),
        ("flatten", (1, 2, 3)),
        ("group_norm", (1, 2, 3)),
        ("block", (1, 2, 3)),
    ],
)
def test_a_layer_takes_the_axes_for_which_it_has_a_rule(kind: str, axes: tuple[int, ...]) -> None:
    assert [many for many in (1, 2, 3) if takes(kind, (8,) * many)] == list(axes)


def test_a_loss_is_for_the_tasks_that_it_may_have() -> None:
    losses = spec_tables()["losses"]
    assert losses["binary_cross_entropy"]["tasks"] == ["binary"]
    assert losses["cross_entropy"]["tasks"] == ["binary", "multiclass"]
    assert losses["huber"]["tasks"] == ["binary", "multiclass", "regression"]
