"""Places in trainers: who gets one, who waits, and in which order they move up."""

from __future__ import annotations

import asyncio

import pytest

from playground.engine import contract
from playground.session.commands import execute
from playground.session.refusals import Refusal
from playground.session.registry import Registry
from playground.session.session import Session
from playground.session.size import held_bytes
from playground.spec.edit import Operation
from playground.spec.presets import PRESETS
from playground.spec.project import parse
from playground.store.rows import SessionRow
from playground.train.optimizers import OPTIMIZERS, state_names
from playground.wire.commands import Play
from playground.wire.rights import Right
from support.desk import Desk, desk, status
from support.refusals import refused

SPEC = PRESETS["xor"]


def begin(registry: Registry, play: bool = False) -> Session:
    """A session that somebody looks at."""
    session = registry.create(SPEC, play=play, pace=None)
    session.enter(Right.EDIT, (), 30)
    return session


def leave(session: Session) -> None:
    for viewer in list(session.room.viewers):
        session.leave(viewer)


def line(*sessions: Session) -> list[tuple[str, int | None]]:
    return [(session.status.state, session.status.place) for session in sessions]


def opened(engine: Desk) -> list[str]:
    return [
        each.run.partition(".")[0] for each in engine.requests if isinstance(each, contract.Open)
    ]


def test_who_finds_no_place_waits_and_is_let_in_in_order() -> None:
    with desk(max_awake=1) as (engine, registry):
        first, second, third = (begin(registry, play=True) for _ in range(3))
        assert line(first, second, third) == [("loading", None), ("queued", 1), ("queued", 2)]
        assert opened(engine) == [first.id]
        leave(first)
        engine.now += 31
        registry.tidy()
        assert opened(engine) == [first.id, second.id]
        assert engine.newest(contract.Open).playing
        assert line(second, third) == [("loading", None), ("queued", 1)]
        leave(second)
        engine.now += 31
        registry.tidy()
        assert line(third) == [("loading", None)]
        assert set(registry.sessions) == {third.id}


def test_who_waits_can_edit_and_begins_with_that() -> None:
    with desk(max_awake=1) as (engine, registry):
        first, second = (begin(registry) for _ in range(2))
        patch = [Operation(op="replace", path="/seed", value=7)]
        second.edit(patch, 1)
        execute(second, Play())
        registry.park(first.id)
        newest = engine.newest(contract.Open)
        assert (parse(newest.spec).seed, newest.revision, newest.playing) == (7, 2, True)


def test_who_goes_away_while_waiting_leaves_the_queue_and_may_come_back() -> None:
    with desk(max_awake=1) as (engine, registry):
        first, second, third = (begin(registry, play=True) for _ in range(3))
        leave(second)
        engine.now += 31
        registry.tidy()
        assert line(third) == [("queued", 1)]
        assert second.id not in registry.sessions
        again = asyncio.run(registry.find(second.id))
        again.enter(Right.EDIT, (), 30)
        assert line(third, again) == [("queued", 1), ("queued", 2)]
        registry.park(first.id)
        registry.park(third.id)
        assert (opened(engine)[-1], engine.newest(contract.Open).playing) == (second.id, True)


def test_a_queue_that_is_full_takes_nobody() -> None:
    with desk(max_awake=1, max_waiting=1) as (engine, registry):
        first, second = (begin(registry) for _ in range(2))
        for _ in range(2):
            with refused(Refusal.SERVER_FULL):
                registry.create(SPEC, play=False, pace=None)
        assert set(registry.sessions) == {first.id, second.id}
        engine.now += 31
        leave(first)
        engine.now += 31
        third = begin(registry)
        assert line(second, third) == [("loading", None), ("queued", 1)]


def test_a_server_that_takes_in_nothing_goes_on_with_what_is_there() -> None:
    with desk(max_awake=1) as (_, registry):
        first, second = (begin(registry) for _ in range(2))
        registry.admission.paused = True
        for make in (
            lambda: registry.create(SPEC, play=False, pace=None),
            lambda: registry.fork(first),
        ):
            with refused(Refusal.ADMISSIONS_PAUSED):
                make()
        registry.park(first.id)
        assert line(second) == [("loading", None)]
        assert asyncio.run(registry.find(first.id)).status.state == "queued"


def test_sessions_wait_for_memory_too() -> None:
    with desk() as (engine, registry):
        engine.say(contract.Ready("", device="fake", memory=int(held_bytes(SPEC) * 2.5)))
        first, second, third = (begin(registry) for _ in range(3))
        assert line(first, second, third) == [("loading", None), ("loading", None), ("queued", 1)]
        registry.park(second.id)
        assert line(third) == [("loading", None)]


def test_a_session_that_has_grown_takes_more_memory() -> None:
    with desk() as (engine, registry):
        engine.say(contract.Ready("", device="fake", memory=int(held_bytes(SPEC) * 3.5)))
        first = begin(registry)
        patch = [Operation(op="replace", path="/network/layers/0/units", value=60)]
        first.edit(patch, 1)
        assert held_bytes(first.spec) > held_bytes(SPEC) * 2
        second, third = (begin(registry) for _ in range(2))
        assert line(second, third) == [("queued", 1), ("queued", 2)]
        first.edit([patch[0].model_copy(update={"value": 1})], 2)
        registry.tidy()
        assert line(second, third) == [("loading", None), ("loading", None)]


def test_what_is_too_large_for_the_whole_device_is_told_so_by_the_trainer() -> None:
    with desk() as (engine, registry):
        engine.say(contract.Ready("", device="fake", memory=1000))
        first, second = (begin(registry) for _ in range(2))
        assert line(first, second) == [("loading", None), ("queued", 1)]


def test_a_session_that_was_parked_by_hand_sends_its_pages_away_and_keeps_what_it_was() -> None:
    with desk() as (engine, registry):
        session = begin(registry, play=True)
        engine.say(status(session))
        (viewer,) = session.room.viewers
        registry.park(session.id)
        again = asyncio.run(registry.find(session.id))
        session.leave(viewer)
        (row,) = asyncio.run(registry.store.find(SessionRow, id=session.id))
        assert (row.fence, again.run.generation) == (2, 2), (
            "whoever leaves late puts nothing old over it"
        )
        assert again.run.desired.playing


def test_a_session_that_was_deleted_is_gone() -> None:
    with desk() as (_, registry):
        session = begin(registry)
        (viewer,) = session.room.viewers
        asyncio.run(registry.delete(session.id))
        session.leave(viewer)
        with refused(Refusal.NO_SUCH_SESSION):
            asyncio.run(registry.find(session.id))


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_the_estimate_covers_what_a_run_holds(kind: str) -> None:
    document = SPEC.model_dump(mode="json")
    document["training"]["optimizer"] = {"kind": kind}
    spec = parse(document)
    remembered = len(state_names(spec.training.optimizer))
    state = 4 * spec.parameter_count * (1 + remembered)
    # The run's own, the first snapshot and the newest one.
    assert held_bytes(spec) >= 3 * state + 4 * spec.data.size * spec.data.inputs
