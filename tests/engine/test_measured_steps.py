"""What a run's turns cost is measured, and who is too slow for a trainer is given up by it."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from playground.engine import contract as c
from playground.engine import worker
from playground.engine.device import Device
from playground.engine.step_cost import (
    LONGEST_REST,
    LONGEST_TRIAL,
    QUICK,
    QUICK_IN_A_ROW,
    SLOW,
    STAYS,
    StepCost,
)
from playground.engine.training import Training
from playground.engine.worker import Worker
from playground.lessons import lessons
from playground.spec.presets import PRESETS
from playground.spec.project import parse
from playground.train.cost import step_work
from support.slow_nets import SLOW as SLOW_NETS

CPU = Device(torch.device("cpu"), 2**30)


class Bench:
    """A worker of a role, and how long each step takes by its clock."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, role: Any) -> None:
        self.now, self.a_step, self.events = 1000.0, 0.001, []
        bench, advance = self, Training.advance

        def slowly(training: Training, steps: int) -> Any:
            bench.now += steps * bench.a_step
            return advance(training, steps)

        monkeypatch.setattr(Training, "advance", slowly)
        monkeypatch.setattr(Device, "meter", property(lambda _: lambda: bench.now))
        self.worker = Worker(CPU, self.events.append, lambda: bench.now, role=role)

    def ask(self, *requests: c.AnyRequest) -> None:
        self.worker.handle(*requests)
        self.worker.report({requests[0].run})

    def turns(self, count: int) -> None:
        for _ in range(count):
            self.worker.turn()
            self.now += 1e-4

    def of(self, kind: type[Any]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def step(self) -> int:
        return int(self.of(c.Status)[-1].step)


def test_a_run_whose_steps_are_measured_to_be_slow_is_given_up(monkeypatch, document) -> None:
    made = Bench(monkeypatch, "shared")
    made.ask(c.Open("r", spec=document(), revision=1, playing=True, until_step=90_000))
    made.ask(c.Watch("r", probes=[{"probe": "metrics"}], fps=10))
    made.turns(40)
    assert not made.of(c.WantsMove)
    made.a_step = 1.2 * SLOW
    made.turns(6)
    assert made.of(c.WantsMove) == [c.WantsMove("r", to="apart")]
    last = made.worker.wait()
    assert last is None, "it is not stepped any more"
    made.ask(c.Pause("r"))
    made.ask(c.Save("r", mark=1))
    made.ask(c.HandOver("r"))
    (handed,) = made.of(c.HandedOver)
    opened, watched, *late = handed.requests
    assert (opened.playing, opened.until_step, opened.revision) == (True, 90_000, 1)
    assert not opened.left_off.proven
    assert watched.fps == 10
    assert [type(request) for request in late] == [c.Pause, c.Save]
    # It is gone: whatever else comes for it is not heard here.
    events = len(made.events)
    made.ask(c.Play("r"))
    made.turns(3)
    assert len(made.events) == events


def test_one_slow_step_is_not_believed(monkeypatch, document) -> None:
    made = Bench(monkeypatch, "shared")
    made.ask(c.Open("r", spec=document(), revision=1, playing=True))
    made.a_step = 5 * SLOW
    made.turns(1)
    made.a_step = 0.001
    made.turns(20)
    assert not made.of(c.WantsMove)


def test_what_was_proven_quick_is_taken_though_its_estimate_is_high(monkeypatch, document) -> None:
    made = Bench(monkeypatch, "apart")
    monkeypatch.setattr(worker, "LONGEST_TRIAL", 1e-9)
    made.ask(c.Open("r", spec=document(), revision=1, playing=True))
    made.turns(50)
    assert not made.of(c.WantsMove), "it stays for a while"
    made.now += STAYS
    made.turns(50)
    assert made.of(c.WantsMove) == [c.WantsMove("r", to="share")], "and tells it once"
    made.ask(c.HandOver("r"))
    opened = made.of(c.HandedOver)[0].requests[0]
    shared = Bench(monkeypatch, "shared")
    shared.ask(c.Open("r", spec=document(), revision=1))
    assert shared.of(c.WantsMove)
    shared.ask(opened)
    assert len(shared.of(c.WantsMove)) == 1
    shared.turns(5)
    assert shared.of(c.Status)
    # An edit that makes a step no slower needs no proof; one that does is not believed.
    shared.ask(c.Edit("r", spec=document(units=(3,)), revision=2))
    assert len(shared.of(c.WantsMove)) == 1
    shared.ask(c.Edit("r", spec=document(units=(5,)), revision=3))
    assert len(shared.of(c.WantsMove)) == 2


def test_of_edits_the_slow_one_and_those_before_it_go_along(monkeypatch, document) -> None:
    made = Bench(monkeypatch, "shared")
    made.ask(c.Open("r", spec=document(), revision=1))
    slow = parse(SLOW_NETS["L-BFGS"]).model_dump(mode="json")
    refused = document() | {"seed": -1}
    edits = [
        c.Edit("r", spec=spec, revision=revision)
        for revision, spec in enumerate((document(units=(5,)), slow, refused), 2)
    ]
    made.ask(*edits)
    assert [failed.revision for failed in made.of(c.Failed)] == [4]
    made.ask(c.HandOver("r"))
    assert made.of(c.HandedOver)[0].requests[1:] == edits[:2]


def test_where_a_run_is_to_begin_goes_along(monkeypatch, document) -> None:
    made = Bench(monkeypatch, "apart")
    made.ask(c.Open("r", spec=document(), revision=1, branch="b1"))
    made.ask(c.Save("r"))
    begun = made.of(c.Checkpoint)[-1].data
    made.ask(c.Begin("r", document(), 2, begun, step=500, branch="b2"))
    made.ask(c.HandOver("r"))
    opened = made.of(c.HandedOver)[0].requests[0]
    assert (opened.branch, opened.until_step, opened.left_off.then_plays) == ("b2", 500, False)
    other = Bench(monkeypatch, "apart")
    other.ask(opened)
    other.turns(200)
    told = [each for each in other.of(c.Checkpoint) if each.why == "branch"]
    assert [(each.step, each.branch) for each in told] == [(500, "b2")]
    assert other.of(c.Status)[-1].state == "paused"


def test_a_run_that_has_diverged_is_still_so_and_can_be_taken_back(monkeypatch, document) -> None:
    made = Bench(monkeypatch, "apart")
    sgd = {"optimizer": {"kind": "sgd"}, "learning_rate": 100.0, "loss": {"kind": "mse"}}
    data = {"dataset": "curve", "samples": 100, "features": ["x1"]}
    spec = document(activation="relu", training=sgd, data=data)
    made.ask(c.Open("r", spec=spec, revision=1, playing=True))
    made.turns(300)
    before = made.of(c.Status)[-1]
    assert before.state == "diverged"
    made.ask(c.HandOver("r"))
    other = Bench(monkeypatch, "shared")
    other.ask(made.of(c.HandedOver)[0].requests[0])
    after = other.of(c.Status)[-1]
    told = "state", "step", "diverged_step", "diverged_layer"
    assert [getattr(after, name) for name in told] == [getattr(before, name) for name in told]


@pytest.mark.parametrize("name", SLOW_NETS)
def test_slow_nets_of_all_kinds_are_known_before_a_step_is_made(name) -> None:
    assert CPU.seconds(step_work(parse(SLOW_NETS[name]))) > LONGEST_TRIAL


def test_what_people_begin_with_is_certainly_quick() -> None:
    given = [*PRESETS.values(), *(each.spec for lesson in lessons() for each in lesson.sessions)]
    assert max(CPU.seconds(step_work(spec)) for spec in given) < LONGEST_TRIAL / 2


def test_a_run_is_slow_or_quick_by_its_latest_steps_and_the_rest_of_its_turns() -> None:
    cost = StepCost(now=0.0)
    for _ in range(QUICK_IN_A_ROW):
        cost.add(1, QUICK / 2)
    cost.end_turn(QUICK_IN_A_ROW * QUICK / 2 + LONGEST_REST * 0.9)
    assert not cost.is_slow
    assert not cost.is_quick(STAYS - 0.1)
    assert cost.is_quick(STAYS)
    cost.end_turn(LONGEST_REST * 1.1)
    assert not cost.is_quick(STAYS)
    assert not cost.is_slow
    cost.end_turn(LONGEST_REST * 1.1)
    assert cost.is_slow
