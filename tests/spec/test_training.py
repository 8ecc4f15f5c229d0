"""What a pupil may set wrongly about training: refused with a sentence, and fixed by one click."""

import jsonpatch
import pytest
from pydantic import ValidationError

from playground.spec.base import SpecProblem
from playground.spec.optimizers.adafactor import Adafactor
from playground.spec.optimizers.sgd import Sgd
from playground.spec.project import parse


def document(**training):
    return {"training": training}


STEPS = {"kind": "multi_step", "milestones": [30, 10, 30]}

REFUSED = [
    (
        document(schedule=STEPS),
        "milestones_not_ascending",
        "/training/schedule/milestones",
    ),
    (
        document(schedule={"kind": "multi_step", "milestones": [10, 10]}),
        "milestones_not_ascending",
        "/training/schedule/milestones",
    ),
    (
        document(
            schedule={
                "kind": "chain",
                "parts": [{"schedule": {"kind": "linear"}, "steps": 5}, {"schedule": STEPS}],
            }
        ),
        "milestones_not_ascending",
        "/training/schedule/parts/1/schedule/milestones",
    ),
    (
        document(optimizer={"kind": "sgd", "momentum": 0.9, "dampening": 0.1, "nesterov": True}),
        "nesterov_dampened",
        "/training/optimizer/dampening",
    ),
    (
        document(optimizer={"kind": "rprop", "least": 0.5, "most": 0.1}),
        "least_above_most",
        "/training/optimizer/least",
    ),
]


@pytest.mark.parametrize(("document", "code", "pointer"), REFUSED)
def test_what_does_not_go_together_is_refused_at_its_field_with_ways_out(document, code, pointer):
    with pytest.raises(SpecProblem) as refused:
        parse(document)
    problem = refused.value
    assert (problem.code, problem.pointer) == (code, pointer)
    assert problem.sentence.endswith(".")
    assert problem.fixes
    for fix in problem.fixes:
        parse(jsonpatch.apply_patch(document, list(fix.patch)))


def test_dampening_without_momentum_is_kept_for_when_there_is_one():
    parse(document(optimizer={"kind": "sgd", "dampening": 0.5, "nesterov": True}))


@pytest.mark.parametrize(
    "nested",
    [{"kind": "plateau"}, {"kind": "chain"}],
)
def test_a_chain_has_simple_schedules_only(nested):
    with pytest.raises(SpecProblem):
        parse(document(schedule={"kind": "chain", "parts": [{"schedule": nested}] * 2}))


@pytest.mark.parametrize(("kind", "values"), [(Adafactor, {"clip": 0.5}), (Sgd, {"momentum": 1.0})])
def test_what_torch_refuses_is_out_of_range(kind, values):
    with pytest.raises(ValidationError):
        kind(**values)
