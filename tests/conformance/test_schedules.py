"""Every learning-rate schedule: as its exported script has it, within its bounds, in chains, and in
the page's words.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.data.loader import load
from playground.nn.program import Program
from playground.spec.base import SpecProblem
from playground.spec.project import Spec, parse
from playground.spec.schedules import SCHEDULES as KINDS
from playground.train.backends import Trainer
from playground.train.schedules import SCHEDULES, rates
from playground.train.schedules.base import Plateau
from playground.train.state import begin
from support import exported
from support.models import values
from support.nets import dense, spec_of
from support.specs import fixed
from support.strings import missing

RATE = 0.2
STEPS, EVERY = 200, 20
FAR = 12_000
"""Steps: beyond what any schedule takes with its first settings."""

every_kind = pytest.mark.parametrize("kind", KINDS)
of_the_step = pytest.mark.parametrize(
    "kind", [kind for kind, row in KINDS.items() if row.pytorch.factor == "factor(step)"]
)


def scheduled(schedule: dict[str, Any], rate: float = RATE) -> Spec:
    training = {
        "schedule": schedule,
        "learning_rate": rate,
        "optimizer": {"kind": "sgd", "momentum": 0.8},
        "batch_size": 16,
        "l2": 0.01,
    }
    return spec_of(dense("a", 6), dense("b", 4), training=training)


def factors(spec: Spec, steps: range) -> list[float]:
    """What the rate is multiplied by."""
    return [rates(spec.training, step, 1)[0] / spec.training.learning_rate for step in steps]


# --- the tables ---------------------------------------------------------------------------------


def test_both_tables_have_the_same_kinds() -> None:
    assert KINDS.keys() == SCHEDULES.keys()


@every_kind
def test_a_kind_is_called_as_its_file(kind: str) -> None:
    assert KINDS[kind].model.model_fields["kind"].default == kind
    assert KINDS[kind].model().kind == kind


@every_kind
def test_it_has_texts_in_every_language(kind: str) -> None:
    assert missing(f"schedule.{kind}", f"schedule.{kind}.tip") == []


@every_kind
def test_it_hears_losses_in_the_script_where_it_does_in_training(kind: str) -> None:
    script = KINDS[kind].pytorch
    hears = SCHEDULES[kind].after is not None
    assert hears == bool(script.after_epoch(KINDS[kind].model()))
    assert hears == bool(script.before_training)
    assert hears == (script.factor == "factor")


# --- rates --------------------------------------------------------------------------------------


@every_kind
def test_its_rates_are_a_part_of_the_learning_rate(kind: str) -> None:
    found = rates(scheduled({"kind": kind}).training, 0, FAR)
    assert found.shape == (FAR,)
    assert found.dtype == np.float64
    assert (found >= 0).all()
    assert found.max() <= RATE * (1 + 1e-12)
    assert found.any()


@every_kind
def test_its_rates_depend_on_the_step_alone(kind: str) -> None:
    training = scheduled({"kind": kind}).training
    whole = rates(training, 0, FAR)
    for start in (1, 7, 499, 500, 501, 4999, FAR - 3):
        np.testing.assert_array_equal(rates(training, start, 3), whole[start : start + 3])
    assert len(rates(training, 5, 0)) == 0


@of_the_step
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_its_rates_are_those_of_the_script_with_any_settings(
    kind: str, data: st.DataObject
) -> None:
    drawn = data.draw(fixed("schedule", values(KINDS[kind].model)))
    spec = scheduled(drawn, rate=1.0)
    factor = exported.names_of(spec)["factor"]
    far = data.draw(st.integers(0, FAR))
    for steps in (range(60), range(far, far + 3)):
        ours = factors(spec, steps)
        np.testing.assert_allclose(ours, [factor(step) for step in steps], rtol=1e-9, atol=1e-12)
        assert max(ours) <= 1 + 1e-12
        assert min(ours) >= 0


@every_kind
def test_a_step_uses_the_rate_that_the_script_uses(kind: str) -> None:
    spec = scheduled({"kind": kind})
    program = Program.build(spec)
    trainer, state = Trainer(spec, program, load(spec.data)), begin(spec, program)
    theirs = exported.run(spec, STEPS, EVERY)
    for step, train_loss, _ in theirs.losses:
        assert state.step == step
        assert trainer.train_loss(state) == pytest.approx(train_loss, rel=1e-4, abs=1e-6)
        trainer.advance(state, EVERY)
    torch.testing.assert_close(state.parameters, theirs.parameters, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("kind", [kind for kind, row in SCHEDULES.items() if row.after is not None])
def test_what_it_makes_of_losses_only_lowers_the_rate(kind: str) -> None:
    after, memory = SCHEDULES[kind].after, Plateau()
    assert after is not None
    for loss in [1.0, *[2.0] * 40, float("nan"), float("inf"), *[0.5] * 40]:
        following = after(memory, KINDS[kind].model(), loss)
        assert 0 <= following.factor <= memory.factor <= 1
        assert not following.due
        memory = following
    assert memory.factor < 1


# --- chains -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind for kind, row in KINDS.items() if row.in_chains])
def test_in_a_chain_it_counts_from_0(kind: str) -> None:
    part = {"schedule": {"kind": kind}, "steps": 37}
    chained = scheduled({"kind": "chain", "parts": [part, part, part]})
    own = rates(scheduled({"kind": kind}).training, 0, 100)
    found = rates(chained.training, 0, 2 * 37 + 100)
    np.testing.assert_array_equal(found, np.concatenate([own[:37], own[:37], own]))


@pytest.mark.parametrize("kind", [kind for kind, row in KINDS.items() if not row.in_chains])
def test_what_is_no_function_of_the_step_alone_is_in_no_chain(kind: str) -> None:
    part = {"schedule": {"kind": kind}, "steps": 37}
    with pytest.raises(SpecProblem) as refused:
        parse({"training": {"schedule": {"kind": "chain", "parts": [part, part]}}})
    assert refused.value.pointer.startswith("/training/schedule/parts/0/schedule")
