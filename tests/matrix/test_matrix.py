"""Every pair of a layer, activation, optimizer, schedule, data form, loss and more trains.

Or its divergence is reported as one, or the spec says in a sentence why it cannot be.
"""

from __future__ import annotations

import functools
import json

import pytest
import torch
from hypothesis import given, settings

from matrix.axes import AXES, DATA, IMPOSSIBLE, STEPS, Combination, document
from matrix.covering import covering, pairs, pairs_of
from playground.data.loader import load
from playground.data.points import Points
from playground.nn.program import Program
from playground.spec.base import SpecProblem
from playground.spec.data import DataSpec
from playground.spec.network import LayerSpec
from playground.spec.optimizers import OPTIMIZERS
from playground.spec.project import Spec, parse
from playground.spec.schedules import ScheduleSpec
from playground.train.backends import Trainer
from playground.train.state import begin
from support.models import kinds
from support.specs import specs

SAMPLED, ENOUGH = 66, 2000


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    """As in a trainer: for nets of this size, threads only wait for each other."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def trains(spec: Spec) -> bool:
    """Makes some steps, and looks at all that must hold after them; false if it diverged."""
    program = Program.build(spec)
    trainer = Trainer(spec, program, points(json.dumps(spec.data.model_dump(mode="json"))))
    state = begin(spec, program)
    first = state.parameters.clone()
    outcome = trainer.advance(state, STEPS)
    held = [state.parameters, state.buffers, *state.optimizer_state.values()]
    assert all(tensor.isfinite().all() for tensor in held), "not finite, and not reported"
    if program.trainable is not None:
        frozen = ~program.trainable
        assert torch.equal(state.parameters[frozen], first[frozen]), "frozen weights moved"
    if outcome.diverged_at is not None:
        assert outcome.steps == outcome.diverged_at == state.step < STEPS
        assert outcome.layer in {shape.id for shape in program.shapes}
        return False
    assert outcome.steps == state.step == STEPS
    return True


def combined(combination: Combination) -> Spec:
    return parse(document(combination))


@functools.cache
def points(described: str) -> Points:
    return load(DataSpec.model_validate_json(described))


SAMPLE = covering(AXES, IMPOSSIBLE, seed=0)[:SAMPLED]
"""The first of a covering: each closes as many pairs as it can."""


@pytest.mark.parametrize("combination", SAMPLE, ids="/".join)
def test_a_sample_of_the_matrix_trains(combination):
    assert trains(combined(combination))


@given(specs().filter(lambda spec: spec.data.dataset != "upload"))
@settings(max_examples=20)
def test_any_spec_trains_or_reports_that_it_diverged(spec):
    """With settings anywhere within their bounds, where the matrix has usual ones."""
    trains(spec)


def test_the_sample_has_every_value_of_every_axis():
    for axis, values in enumerate(AXES.values()):
        assert {combination[axis] for combination in SAMPLE} == set(values)


def test_the_axes_have_the_whole_language():
    assert kinds(LayerSpec).keys() <= set(AXES["layer"])
    assert set(AXES["optimizer"]) == set(OPTIMIZERS)
    assert set(AXES["schedule"]) == kinds(ScheduleSpec).keys()
    assert {DataSpec.model_validate({"samples": 60, **data}).form for data in DATA.values()} == set(
        AXES["form"]
    )


def combination_of(**chosen: str) -> Combination:
    plain = {
        "layer": "dense",
        "activation": "tanh",
        "optimizer": "sgd",
        "schedule": "constant",
        "form": "image",
        "loss": "mse",
        "beside": "nothing",
    }
    return tuple((plain | chosen)[axis] for axis in AXES)


@pytest.mark.parametrize("pair", sorted(IMPOSSIBLE), ids=str)
def test_what_cannot_be_says_why(pair):
    with pytest.raises(SpecProblem) as refused:
        parse(document(combination_of(**dict(pair))))
    assert len(refused.value.sentence) > 20
    assert refused.value.sentence.endswith(".")
    assert refused.value.pointer


@functools.cache
def matrix() -> tuple[Combination, ...]:
    """Coverings of all pairs, one after the other, until there are enough combinations."""
    found: dict[Combination, None] = {}
    seed = 0
    while len(found) < ENOUGH:
        found |= dict.fromkeys(covering(AXES, IMPOSSIBLE, seed))
        seed += 1
    return tuple(found)


@pytest.mark.slow
def test_the_matrix_has_every_pair():
    combinations = matrix()
    assert len(combinations) >= ENOUGH
    covered = {pair for combination in combinations for pair in pairs_of(AXES, combination)}
    assert covered == pairs(AXES, IMPOSSIBLE)


@pytest.mark.slow
@pytest.mark.parametrize("optimizer", AXES["optimizer"])
def test_the_whole_matrix_trains(optimizer):
    failures, diverged = [], []
    mine = [each for each in matrix() if optimizer in each]
    assert len(mine) > ENOUGH / len(OPTIMIZERS) / 2
    for combination in mine:
        try:
            if not trains(combined(combination)):
                diverged.append(combination)
        except (AssertionError, RuntimeError, ValueError, KeyError, IndexError) as error:
            failures.append((combination, repr(error)))
    assert failures == []
    assert len(diverged) <= len(mine) / 50, diverged
