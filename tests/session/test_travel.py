"""Undo, redo and going on from the past, in a session whose run is a real one: bit for bit."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field

import pytest
import torch

from playground.engine import contract
from playground.engine.device import Device
from playground.engine.worker import Worker
from playground.session.commands import execute
from playground.session.history import tree
from playground.session.refusals import Refusal
from playground.session.registry import Registry
from playground.session.session import Session
from playground.spec.edit import Operation
from playground.spec.presets import PRESETS
from playground.spec.project import Spec
from playground.store.memory import MemoryStore
from playground.wire.commands import Continue, Look, Now, Pause, Play, Reset, Seek, Step, Undo
from support.refusals import refused

SPEC = PRESETS["xor"]


@dataclass
class OneTrainer:
    """An engine whose trainer works in this process, whenever the test lets it."""

    device: Device = field(default_factory=lambda: Device(torch.device("cpu"), 2**30))

    async def start(self, listener: contract.Listener) -> None:
        self.heard: list[contract.AnyEvent] = []

        def hear(event: contract.AnyEvent) -> None:
            self.heard.append(event)
            listener(event)

        self.worker = Worker(self.device, hear)

    def send(self, request: contract.AnyRequest) -> None:
        self.worker.handle(request)
        self.worker.report({request.run})

    @property
    def devices(self) -> tuple[str, ...]:
        return ("cpu",)

    async def stop(self) -> None:
        pass

    def work(self) -> None:
        for _ in range(300):
            if not self.worker.turn():
                return


@dataclass
class Table:
    """A session that is trained and changed."""

    engine: OneTrainer
    registry: Registry
    session: Session

    def train(self, steps: int) -> None:
        execute(self.session, Step(count=steps))
        self.engine.work()

    def edit(self, path: str, value: object) -> None:
        patch = [Operation(op="replace", path=path, value=value)]
        self.session.edit(patch, self.session.revision)  # type: ignore[arg-type]
        self.engine.work()

    async def do(self, command: object) -> None:
        doing = execute(self.session, command)  # type: ignore[arg-type]
        if doing is not None:
            await doing
        self.engine.work()

    async def state(self) -> bytes:
        await self.session.run.save()
        assert self.session.history.checkpoint is not None
        return self.session.history.checkpoint.data

    async def undo(self, since: int | None = None) -> None:
        await self.do(Undo(revision=self.session.revision, since=since))

    async def now(self) -> tuple[bytes, Spec, list[float | None]]:
        state = await self.state()
        steps = self.session.history.curves.columns["step"]
        return state, self.session.spec, list(steps)


@pytest.fixture
def table() -> Table:
    engine = OneTrainer()
    registry = Registry(engine, MemoryStore())
    asyncio.run(registry.start())
    session = registry.create(SPEC, play=False, pace=None)
    engine.work()
    return Table(engine, registry, session)


def test_undo_and_redo_are_exact_over_two_hundred_random_edits(table: Table) -> None:
    chance = random.Random(7)
    changes: list[tuple[str, list[object]]] = [
        ("/network/layers/0/units", [2, 3, 5, 8]),
        ("/network/layers/0/activation", ["tanh", "relu", "sigmoid"]),
        ("/training/learning_rate", [0.001, 0.01, 0.1]),
        ("/training/batch_size", [8, 16, 30]),
        ("/training/optimizer", [{"kind": "adam"}, {"kind": "sgd"}, {"kind": "rmsprop"}]),
        ("/data/noise", [0.0, 0.1, 0.3]),
        ("/data/dataset", ["xor", "circle", "spiral"]),
        ("/seed", [1, 2, 3]),
    ]

    async def live() -> None:
        session = table.session
        before: list[tuple[int, tuple[bytes, Spec, list[float | None]]]] = []
        while len(before) < 200:
            if chance.random() < 0.7:
                table.train(chance.randint(1, 30))
            was, revision = await table.now(), session.revision
            if chance.random() < 0.05:
                await table.do(Reset(new_seed=chance.random() < 0.5))
            else:
                path, values = chance.choice(changes)
                table.edit(path, chance.choice(values))
            if session.revision == revision:
                continue
            before.append((session.revision, was))
            if chance.random() < 0.25:
                # Back, forth and back again, each time what was there to the bit.
                forth = await table.now()
                await table.undo()
                assert (await table.now())[:2] == was[:2]
                assert (await table.now())[2] == was[2]
                await table.undo()
                assert (await table.now())[:2] == forth[:2]
        # The oldest that Undo can reach, and some on the way: all is taken back at once.
        for revision, was in before[-1:0:-40]:
            if session.history.tree.before(revision, session.revision) is None:
                continue
            await table.undo(since=revision)
            now = await table.now()
            assert now[1] == was[1], (revision, session.revision)
            assert now[0] == was[0], (revision, session.revision)

    asyncio.run(live())


def test_begin_again_can_be_undone_and_playing_goes_on(table: Table) -> None:
    async def live() -> None:
        table.train(50)
        was = await table.now()
        await table.do(Reset(new_seed=True))
        table.train(20)
        other = await table.now()
        await table.undo()
        assert await table.now() == was
        assert table.session.status.branch == "b1"
        await table.undo()
        assert await table.now() == other
        assert table.session.status.branch == "b2"

    asyncio.run(live())


def test_what_is_not_newest_is_not_taken_back(table: Table) -> None:
    async def live() -> None:
        table.train(5)
        table.edit("/seed", 5)
        was = await table.now()
        for revision, since in ((1, None), (2, 1), (2, 3), (9, None)):
            with refused(Refusal.NOT_NEWEST):
                await table.do(Undo(revision=revision, since=since))
        assert await table.now() == was

    asyncio.run(live())


def test_continue_comes_to_the_very_step_and_the_old_branch_stays(table: Table) -> None:
    async def live() -> None:
        states: dict[int, bytes] = {}
        for _ in range(6):
            table.train(7)
            states[table.session.status.step] = await table.state()
        # Of the next only the last is kept: step 150 has to be trained again.
        table.train(300)
        whole = await table.now()
        await table.do(Continue(branch="b1", step=21))
        assert await table.state() == states[21]
        assert table.session.status.branch == "b2"
        await table.do(Continue(branch="b1", step=150))
        assert table.session.status.step == 150
        state = await table.state()
        table.train(192)
        assert (await table.now())[0] == whole[0]
        await table.do(Continue(branch="b1", step=342))
        assert await table.now() == whole
        await table.do(Continue(branch="b1", step=150))
        assert await table.state() == state
        with refused(Refusal.NO_SUCH_BRANCH):
            await table.do(Continue(branch="b99", step=0))
        with refused(Refusal.NO_SUCH_STEP):
            await table.do(Continue(branch="b1", step=343))

    asyncio.run(live())


def test_a_look_shows_the_step_and_changes_nothing(table: Table) -> None:
    async def live() -> None:
        session = table.session
        table.train(40)
        table.edit("/network/layers/0/units", 3)
        table.train(40)
        was, revision = await table.now(), session.revision
        await table.do(Look(branch="b1", step=25))
        looking = session.status.looking
        assert looking is not None
        assert (looking.branch, looking.step, looking.revision) == ("b1", 25, 1)
        # Whoever comes now is told the set-up of then as well.
        told = session.look.message
        assert told is not None
        assert (told.spec, told.step) == (SPEC, 25)
        assert len(told.shapes) == len(SPEC.network.layers) + 1
        table.train(10)
        assert (session.status.step, session.revision) == (90, revision)
        await table.do(Now())
        assert session.status.looking is None
        assert session.look.message is None
        assert len(table.engine.worker._runs) == 1
        await table.undo()
        await table.undo()
        assert (await table.now())[1] == was[1]

    asyncio.run(live())


def test_seeking_back_and_forth_leaves_no_branches_behind(table: Table) -> None:
    async def live() -> None:
        session = table.session
        states: dict[int, bytes] = {}
        for _ in range(5):
            table.train(10)
            states[session.status.step] = await table.state()
        for step in (30, 10, 20, 50, 40):
            await table.do(Seek(step=step))
            assert (session.status.step, session.status.state) == (step, "paused")
            assert await table.state() == states[step]
            assert {10, 20, 30, 40, 50} <= set(session.status.snapshots)
        assert len(session.history.tree.branches) == 2
        table.train(5)
        assert 50 not in session.status.snapshots
        await table.do(Continue(branch="b1", step=50))
        assert await table.state() == states[50]

    asyncio.run(live())


def test_a_session_that_was_parked_has_its_past(table: Table) -> None:
    async def live() -> None:
        table.train(30)
        was = await table.now()
        table.edit("/network/layers/0/units", 2)
        table.train(30)
        forth = await table.now()
        await table.undo()
        table.registry.park(table.session.id)
        table.session = await table.registry.find(table.session.id)
        table.engine.work()
        assert await table.now() == was
        await table.undo()
        assert await table.now() == forth
        await table.do(Play())
        await table.do(Pause())

    asyncio.run(live())


def test_so_many_branches_go_on_from_each_other_and_no_more(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "MAX_DEPTH", 3)

    async def go_on() -> None:
        table.train(20)
        for depth in (2, 3):
            await table.do(
                Continue(branch=table.session.history.tree.present, step=10 * depth - 10)
            )
            table.train(20)
            assert len(table.session.history.tree.branches) == depth
        before = table.session.revision, table.session.status.step
        deepest = table.session.history.tree.present
        with refused(Refusal.STATE_NOT_KEPT):
            await table.do(Continue(branch=deepest, step=table.session.status.step - 10))
        assert (table.session.revision, table.session.status.step) == before
        # One that begins at step 0 goes on from none.
        await table.do(Reset())
        table.train(20)
        await table.do(Continue(branch=table.session.history.tree.present, step=10))
        table.train(10)
        assert table.session.status.step == 20

    asyncio.run(go_on())
