"""Engines under test, each in an event loop that the test drives."""

import asyncio

import pytest

from playground.engine import contract
from playground.engine.local import LocalEngine
from playground.spec.project import parse

ENGINES = {"local": lambda: LocalEngine("cpu", trainers=1)}
WITHIN = 60.0
"""Seconds: a deadline for a busy machine, not what is expected."""


class Stage:
    """An engine and all that it said."""

    def __init__(self, engine):
        self.engine, self.events = engine, []
        self.loop = asyncio.new_event_loop()
        self._news = asyncio.Event()

    def start(self):
        self.wait_for(self.engine.start(self._hear))
        return self

    def stop(self):
        self.wait_for(self.engine.stop())
        self.loop.close()

    def wait_for(self, awaitable):
        return self.loop.run_until_complete(asyncio.wait_for(awaitable, WITHIN))

    def send(self, *requests):
        for request in requests:
            self.engine.send(request)

    def until(self, kind, run="r", after=0, **fields):
        """The first such event from place `after` on, once it is there."""
        return self.wait_for(self._until(kind, run, after, fields))

    def of(self, kind, run="r"):
        return [event for event in self.events if isinstance(event, kind) and event.run == run]

    def _hear(self, event):
        self.events.append(event)
        self._news.set()

    async def _until(self, kind, run, after, fields):
        while True:
            self._news.clear()
            for event in self.events[after:]:
                if isinstance(event, kind) and event.run == run and _fits(event, fields):
                    return event
                after += 1
            await self._news.wait()


def _fits(event, fields):
    """A field's wanted value, or a condition on it."""
    return all(
        wanted(getattr(event, name)) if callable(wanted) else getattr(event, name) == wanted
        for name, wanted in fields.items()
    )


def document_of(units=(8, 8), activation="tanh", **parts):
    layers = [
        {"id": f"h{i + 1}", "units": count, "activation": activation}
        for i, count in enumerate(units)
    ]
    return parse({"network": {"layers": layers}} | parts).model_dump(mode="json")


@pytest.fixture
def document():
    return document_of


@pytest.fixture(scope="module", params=ENGINES)
def stage(request):
    made = Stage(ENGINES[request.param]()).start()
    yield made
    made.stop()


@pytest.fixture(autouse=True)
def _fresh_events(request):
    """A shared stage begins each test with no run and nothing said."""
    yield
    if "stage" in request.fixturenames:
        stage = request.getfixturevalue("stage")
        stage.send(*(contract.Close(run) for run in {event.run for event in stage.events}))
        stage.events.clear()
