"""A run in this process, under a clock that the test moves."""

import pytest
import torch

from playground.engine import contract
from playground.engine.device import Device
from playground.engine.run import Run
from playground.spec.project import parse
from support.threads import one_thread  # noqa: F401


class Bench:
    """Opens a run and keeps what it says. `clock` is `now`, moved by hand and by every reading."""

    def __init__(self, document, memory=2**30, **options):
        self.now, self.events = 1000.0, []
        self.memory = memory
        request = contract.Open("r", spec=document, revision=1, **options)
        self.run = Run(
            request,
            Device(torch.device("cpu"), memory),
            self.events.append,
            self._clock,
            lambda: self.memory,
        )

    def _clock(self):
        self.now += 1e-5
        return self.now

    def ask(self, request):
        self.run.handle(request)
        self.run.report()

    def train(self, *turns):
        """Turns of so many steps, 20 ms apart, until the run pauses."""
        for steps in turns:
            if self.run.playing:
                self.run.train(steps)
            self.run.report()
            self.now += 0.02

    def saved(self):
        """The state as it is now."""
        self.run.handle(contract.Save("r"))
        return self.of(contract.Checkpoint)[-1].data

    def go_back(self, state, spec, revision=1, **options):
        self.ask(contract.Begin("r", spec=spec, revision=revision, state=state, **options))

    def of(self, kind):
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def status(self):
        return self.of(contract.Status)[-1]

    def curves(self):
        """The columns as the web process has them after all events."""
        rows = []
        for event in self.of(contract.Curves):
            if event.keep_until is not None:
                rows = [row for row in rows if row["step"] <= event.keep_until]
            names = event.columns.keys()
            rows += [
                dict(zip(names, values, strict=True))
                for values in zip(*event.columns.values(), strict=True)
            ]
        return rows


def document_of(units=(4,), activation="tanh", **parts):
    layers = [
        {"id": f"h{i + 1}", "units": count, "activation": activation}
        for i, count in enumerate(units)
    ]
    spec = {"network": {"layers": layers}, "data": {"samples": 100}} | parts
    return parse(spec).model_dump(mode="json")


@pytest.fixture
def document():
    return document_of


@pytest.fixture
def bench():
    return Bench
