"""Turns of a trainer whose clock is the work done: a heavy run beside a light one."""

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from playground.engine import contract
from playground.engine.curves import thinning
from playground.engine.device import Device
from playground.engine.worker import Worker
from playground.observe.frames import observe
from playground.spec.probes.boundary import BoundaryProbe
from playground.spec.project import parse
from playground.wire.frame import decode

RATE = 1.6e10
"""Operations a second: two a multiplication, and 8 · 10⁹ of these, as `train.cost` reckons."""

A_LIGHT_STEP = 1e-3

LONGEST = 0.05
"""Seconds: a turn's share, and the pieces that begin just before its end."""

HEAVY = {
    "data": {"dataset": "shapes", "classes": 4, "image_size": 16, "samples": 1500},
    "network": {
        "layers": [
            *({"kind": "conv2d", "id": f"c{i}", "units": 16, "kernel": 5, "padding": 2}
              for i in range(3)),
            {"kind": "global_pool", "id": "g"},
        ]
    },
    "training": {"loss": {"kind": "cross_entropy"}, "batch_size": 8},
}  # fmt: skip
EVERY = thinning(parse(HEAVY))
"""Steps from one point of its curves to the next."""

PROBES = [
    {"probe": "metrics"},
    {"probe": "boundary"},
    {"probe": "neurons"},
    {"probe": "predictions"},
    {"probe": "histograms", "layer": "c1"},
    {"probe": "neuron", "layer": "c1", "unit": 0},
]


class Trainer:
    """A worker as a trainer's process drives it; whatever is computed moves its clock."""

    def __init__(self, **runs):
        self.events, self.turns = [], []
        self._readings = 0
        self._counter = FlopCounterMode(display=False)
        self._counter.__enter__()
        self.worker = Worker(Device(torch.device("cpu"), 2**30), self.events.append, self.clock)
        for run, document in runs.items():
            self.ask(contract.Open(run, spec=self.full(document), revision=1))

    @staticmethod
    def full(document):
        return parse(document).model_dump(mode="json")

    def close(self):
        self._counter.__exit__(None, None, None)

    def clock(self):
        self._readings += 1
        counted = self._counter.get_total_flops() / RATE + self._light_steps() * A_LIGHT_STEP
        return 1000 + self._readings * 1e-6 + counted

    def _light_steps(self):
        """Those of the compiled loop, whose work torch does not see."""
        return self.steps().get("light", 0) if hasattr(self, "worker") else 0

    def ask(self, request):
        """Gives the seconds that it took."""
        start = self.clock()
        self.worker.handle(request)
        self.worker.report({request.run})
        return self.clock() - start

    def run_until(self, condition, most=2000):
        """Turns, each kept as the seconds that it took and the runs that moved on in it."""
        while not condition():
            assert len(self.turns) < most
            before, start = self.steps(), self.clock()
            assert self.worker.turn()
            moved = {run for run, step in self.steps().items() if step != before.get(run)}
            self.turns.append((self.clock() - start, moved))

    def steps(self):
        return {name: run._training.state.step for name, run in self.worker._runs.items()}

    def of(self, kind, run):
        return [event for event in self.events if isinstance(event, kind) and event.run == run]

    def curve(self, run):
        rows = []
        for event in self.of(contract.Curves, run):
            if event.keep_until is not None:
                rows = [row for row in rows if row["step"] <= event.keep_until]
            columns = event.columns
            rows += [
                dict(zip(columns, values, strict=True))
                for values in zip(*columns.values(), strict=True)
            ]
        return rows

    def longest_wait(self, run):
        """Between two turns in which it moved on."""
        longest = wait = 0.0
        for seconds, moved in self.turns:
            wait = 0.0 if run in moved else wait + seconds
            longest = max(longest, wait)
        return longest


@pytest.fixture
def trainer():
    made = []

    def make(**runs):
        made.append(Trainer(**runs))
        return made[-1]

    yield make
    for each in reversed(made):
        each.close()


def test_a_heavy_run_is_scored_in_pieces_between_a_light_ones_turns(trainer, document):
    made = trainer(light=document())
    opened = made.ask(contract.Open("heavy", spec=made.full(HEAVY), revision=1, playing=True))
    assert opened < LONGEST
    assert made.curve("heavy") == []
    made.ask(contract.Play("light"))
    made.run_until(lambda: len(made.curve("heavy")) == 3)
    whole = sum(seconds for seconds, moved in made.turns if "light" not in moved)
    assert whole > 10 * LONGEST, "else it is not heavy"
    assert max(seconds for seconds, _ in made.turns) < LONGEST
    assert made.longest_wait("light") < LONGEST * 1.5


def test_pictures_of_a_heavy_run_are_made_in_pieces_too(trainer, document):
    made = trainer(light=document(), heavy=HEAVY)
    made.run_until(lambda: made.curve("heavy"))
    made.turns.clear()
    made.ask(contract.Play("light"))
    assert made.ask(contract.Watch("heavy", probes=PROBES, fps=30)) < LONGEST
    made.run_until(lambda: len(made.of(contract.Frame, "heavy")) == len(PROBES))
    assert len(made.turns) > 20, "else they are not heavy"
    assert max(seconds for seconds, _ in made.turns) < LONGEST
    assert made.longest_wait("light") < LONGEST * 1.5
    assert {decode(frame.body).step for frame in made.of(contract.Frame, "heavy")} == {0}


def test_nobody_need_look_any_more_by_the_time_that_a_picture_is_made(trainer):
    made = trainer(heavy=HEAVY)
    made.run_until(lambda: made.curve("heavy"))
    made.ask(contract.Watch("heavy", probes=PROBES, fps=30))
    assert made.worker._runs["heavy"].busy
    made.ask(contract.Watch("heavy", probes=[], fps=0))
    made.run_until(lambda: not made.worker._runs["heavy"].busy)
    assert not made.of(contract.Failed, "heavy")


def test_a_plateau_is_found_in_pieces(trainer, document):
    waiting = HEAVY["training"] | {
        "schedule": {"kind": "plateau", "patience": 0},
        "batch_size": 512,
    }
    waiting = HEAVY | {"data": HEAVY["data"] | {"samples": 400}, "training": waiting}
    made = trainer(light=document(), heavy=waiting)
    made.ask(contract.Play("light"))
    made.run_until(lambda: made.curve("heavy"))
    made.turns.clear()
    made.ask(contract.Step("heavy", count=3))
    made.run_until(lambda: len(made.curve("heavy")) == 4)
    step = max(seconds for seconds, moved in made.turns if "heavy" in moved)
    rest = [seconds for seconds, moved in made.turns if "heavy" not in moved]
    assert step > LONGEST, "a step is one piece"
    assert max(rest) < LONGEST
    alone = trainer(heavy=waiting)
    alone.worker._runs["heavy"].handle(contract.Step("heavy", count=3))
    alone.worker._runs["heavy"].train(3)
    alone.worker._runs["heavy"].report()
    assert alone.curve("heavy") == made.curve("heavy")


def test_what_is_scored_in_pieces_is_the_same(trainer, document):
    together, alone = trainer(light=document(), heavy=HEAVY), trainer()
    together.ask(contract.Play("light"))
    together.ask(contract.Step("heavy", count=EVERY))
    together.run_until(lambda: len(together.curve("heavy")) == 2)
    alone.ask(contract.Open("heavy", spec=alone.full(HEAVY), revision=1))
    run = alone.worker._runs["heavy"]
    run.handle(contract.Step("heavy", count=EVERY))
    run.train(EVERY)
    run.report()
    assert together.curve("heavy") == alone.curve("heavy")


def test_a_paused_run_is_scored_to_the_end(trainer):
    made = trainer(heavy=HEAVY)
    made.run_until(lambda: made.curve("heavy"))
    assert made.steps()["heavy"] == 0
    assert not made.worker.turn()
    assert made.worker.wait() is None or made.worker.wait() > 0


def test_requests_are_heard_between_the_pieces(trainer):
    made = trainer(heavy=HEAVY)
    assert made.ask(contract.Play("heavy")) < LONGEST
    made.run_until(lambda: made.steps()["heavy"] == EVERY)
    assert made.ask(contract.Pause("heavy")) < LONGEST
    assert made.of(contract.Status, "heavy")[-1].state == "paused"
    assert [row["step"] for row in made.curve("heavy")] == [0]
    # What is being scored when the network is edited is scored anew: no point is lost.
    made.worker.turn()
    edited = HEAVY | {"training": HEAVY["training"] | {"learning_rate": 0.1}}
    assert made.ask(contract.Edit("heavy", spec=made.full(edited), revision=2)) < LONGEST
    made.run_until(lambda: len(made.curve("heavy")) == 2)
    assert made.steps()["heavy"] == made.curve("heavy")[-1]["step"] == EVERY
    assert made.curve("heavy")[-1]["learning_rate"] == pytest.approx(0.1)
    made.ask(contract.Reset("heavy", spec=made.full(HEAVY), revision=3))
    assert made.curve("heavy") == []
    made.run_until(lambda: made.curve("heavy"))
    assert [row["step"] for row in made.curve("heavy")] == [0]


def test_of_two_changes_in_a_row_one_is_seen(trainer):
    """Each sets a weight before the picture of the last one is made, as a slider does."""
    made = trainer(heavy=HEAVY)
    made.run_until(lambda: made.curve("heavy"))
    made.ask(contract.Watch("heavy", probes=[{"probe": "boundary", "resolution": 160}], fps=30))
    made.run_until(lambda: len(made.of(contract.Frame, "heavy")) == 1)
    for turn in range(40):
        made.ask(contract.SetParameter("heavy", layer="c0", unit=0, input=0, value=turn / 10))
        made.worker.turn()
    assert len(made.of(contract.Frame, "heavy")) >= 3
    run = made.worker._runs["heavy"]
    made.run_until(lambda: not run.busy)
    last = decode(made.of(contract.Frame, "heavy")[-1].body)
    now = observe(run._training.look(), BoundaryProbe(resolution=160))
    assert last.arrays == now.arrays
