"""L-BFGS has one rate for all layers: who asks for more is refused, and what asked before is opened."""

from __future__ import annotations

from typing import Any

import jsonpatch
import pytest

from playground.links import ours
from playground.session.refusals import Conflict
from playground.spec import rates
from playground.spec.base import SpecProblem
from playground.spec.cautions import cautions
from playground.spec.edit import Operation
from playground.spec.project import Spec, parse
from support.desk import desk


def set_up(optimizer: str = "lbfgs", *factors: float, **training: Any) -> Spec:
    layers = [
        {"kind": "dense", "id": f"h{at}", "units": 3, "rate_factor": factor}
        for at, factor in enumerate(factors)
    ]
    return parse(
        {
            "network": {"layers": layers},
            "training": {"optimizer": {"kind": optimizer}, **training},
        }
    )


def operation(path: str, value: Any) -> Operation:
    return Operation.model_validate({"op": "replace", "path": path, "value": value})


BLOCK = {
    "kind": "block",
    "id": "b",
    "repeat": 2,
    "layers": [{"kind": "dense", "id": "p", "units": 3, "rate_factor": 0.5}],
}


@pytest.mark.parametrize(
    ("spec", "own"),
    [
        (set_up("lbfgs", 1, 1), ()),
        (set_up("adam", 0.5, 1), ("/network/layers/0",)),
        (set_up("lbfgs", 1, 0.5), ("/network/layers/1",)),
        (set_up("lbfgs", 0, 2), ("/network/layers/0", "/network/layers/1")),
        (
            parse({"network": {"output": {"rate_factor": 3}}}),
            ("/network/output",),
        ),
        (parse({"network": {"layers": [BLOCK]}}), ("/network/layers/0/layers/0",)),
    ],
)
def test_layers_with_a_rate_of_their_own_are_found(spec: Spec, own: tuple[str, ...]) -> None:
    assert rates.own(spec) == own


def test_a_frozen_layer_has_no_rate() -> None:
    layer = {"kind": "dense", "id": "a", "rate_factor": 4, "frozen": True}
    assert rates.own(parse({"network": {"layers": [layer]}})) == ()


def test_every_optimizer_but_lbfgs_takes_them() -> None:
    for kind in ("sgd", "adam", "rprop", "asgd", "adafactor", "muon"):
        rates.check(set_up(kind, 0.5))
    with pytest.raises(SpecProblem, match="one learning rate"):
        rates.check(set_up("lbfgs", 0.5))


def test_each_way_out_is_one() -> None:
    spec = set_up("lbfgs", 0, 2)
    with pytest.raises(SpecProblem) as problem:
        rates.check(spec)
    assert [fix.code for fix in problem.value.fixes] == ["one_rate_for_all", "adam_instead"]
    for fix in problem.value.fixes:
        mended = parse(jsonpatch.apply_patch(spec.model_dump(mode="json"), list(fix.patch)))
        rates.check(mended)


def test_edits_to_both_are_refused_where_they_are_made() -> None:
    with desk() as (_, registry):
        session = registry.create(set_up("adam", 0.5, 1), play=False, pace=None)
        with pytest.raises(SpecProblem) as problem:
            session.edit([operation("/training/optimizer", {"kind": "lbfgs"})], 1)
        assert problem.value.pointer == "/training/optimizer/kind"
        other = registry.create(set_up("lbfgs", 1, 1), play=False, pace=None)
        with pytest.raises(SpecProblem) as problem:
            other.edit([operation("/network/layers/1/rate_factor", 0.1)], 1)
        assert problem.value.pointer == "/network/layers/1/rate_factor"
        assert (session.revision, other.revision) == (1, 1)


def test_two_edits_that_make_it_together_are_refused_too() -> None:
    with desk() as (_, registry):
        session = registry.create(set_up("adam", 1, 1), play=False, pace=None)
        session.edit([operation("/network/layers/0/rate_factor", 0.1)], 1)
        with pytest.raises((SpecProblem, Conflict)):
            session.edit([operation("/training/optimizer", {"kind": "lbfgs"})], 1)


def test_an_old_set_up_is_opened_told_and_edited_as_ever() -> None:
    with desk() as (_, registry):
        session = registry.create(set_up("lbfgs", 0.5, 1), play=False, pace=None)
        (told,) = session.cautions
        assert (told.code, told.pointer) == ("one_rate", "/network/layers/0")
        session.edit([operation("/network/layers/0/units", 5)], 1)
        with pytest.raises(SpecProblem):
            session.edit([operation("/network/layers/0/rate_factor", 0.25)], 2)
        (fix, _) = cautions(session.spec)[0].fixes
        session.edit([Operation.model_validate(each) for each in fix.patch], 2)
        assert session.cautions == ()


def test_a_link_from_before_is_opened_as_it_was() -> None:
    spec = set_up("lbfgs", 0.5, 1)
    assert ours.decode(ours.encode(spec)) == spec
