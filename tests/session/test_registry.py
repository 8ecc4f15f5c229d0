"""The registry of sessions: who sleeps, is parked, woken, deleted, and makes room for others."""

from __future__ import annotations

import asyncio

import pytest

from playground.engine import contract
from playground.session.commands import execute
from playground.session.persistence import load
from playground.session.refusals import Refusal
from playground.spec.edit import Operation
from playground.spec.project import parse
from playground.wire.commands import Play, Reset, SessionCommand, Step
from playground.wire.rights import Right
from support.desk import desk, status
from support.refusals import refused
from support.session_desk import SPEC, edited, enter


def test_a_session_that_nobody_looks_at_sleeps_and_wakes() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=None)
        engine.say(status(session))
        viewer = enter(session)
        engine.now += 1000
        registry.tidy()
        assert engine.count(contract.Pause) == 0
        session.leave(viewer)
        engine.now += 29
        registry.tidy()
        assert engine.count(contract.Pause) == 0
        engine.now += 2
        registry.tidy()
        assert engine.count(contract.Pause) == 1
        engine.say(status(session, "paused"))
        enter(session)
        assert engine.count(contract.Play) == 1


def test_a_paused_session_stays_paused_when_somebody_comes() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=False, pace=None)
        engine.say(status(session, "paused"))
        engine.now += 60
        registry.tidy()
        enter(session)
        assert engine.count(contract.Play) == 0


@pytest.mark.parametrize("command", [Play(), Step(count=1_000_000)])
def test_what_trains_sleeps_however_it_was_begun(command: SessionCommand) -> None:
    """Also when a status from before the command comes after it."""
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=False, pace=None)
        execute(session, command)
        engine.say(status(session, "paused"))
        engine.say(status(session, "playing"))
        engine.now += 60
        registry.tidy()
        assert engine.count(contract.Pause) == 1


def test_a_session_that_is_long_alone_is_parked_and_woken_by_a_visit() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=20)
        token = session.links.issue(Right.EDIT)
        engine.say(status(session))
        edited(session, 3)
        engine.say(
            contract.Curves(session.run.id, None, {"step": [0, 1], "train_loss": [1.0, 0.5]})
        )
        engine.say(contract.Checkpoint(session.run.id, step=9, revision=2, data=b"nine"))
        engine.now += 31
        registry.tidy()
        engine.now += 300
        registry.tidy()
        assert engine.newest(contract.Close).run == session.run.id
        assert not registry.sessions

        grant = asyncio.run(registry.authorize(session.id, token, Right.EDIT))
        woken, opened = grant.session, engine.newest(contract.Open)
        assert woken is not session
        assert woken.status.step == 9, "it is told before a trainer has it"
        assert (woken.spec, woken.revision) == (session.spec, 2)
        assert (opened.checkpoint, opened.revision, opened.playing) == (b"nine", 2, False)
        assert opened.run not in (session.run.id, "")
        assert woken.history.curves.columns == {"step": [0, 1], "train_loss": [1.0, 0.5]}
        assert [each.revision for each in woken.history.edits] == [1, 2]
        engine.say(status(woken, "paused"))
        enter(woken)
        assert engine.newest(contract.Play).run == woken.run.id


def test_a_stored_session_of_one_rate_with_factors_opens_with_a_caution() -> None:
    """From before it was refused: L-BFGS beside layers with a rate of their own."""
    stored = parse(
        {
            "network": {"layers": [{"kind": "dense", "id": "h1", "units": 3, "rate_factor": 0.5}]},
            "training": {"optimizer": {"kind": "lbfgs"}},
        }
    )
    with desk() as (engine, registry):
        session = registry.create(stored, play=False, pace=None)
        engine.say(contract.Checkpoint(session.run.id, step=9, revision=1, data=b"nine"))
        engine.now += 301
        registry.tidy()
        assert not registry.sessions

        woken = asyncio.run(registry.find(session.id))
        assert (woken.spec, woken.status.step) == (stored, 9)
        assert [each.code for each in woken.cautions] == ["one_rate"]
        opened = engine.newest(contract.Open)
        assert (opened.run, opened.checkpoint) == (woken.run.id, b"nine")
        # What leads out takes the caution away.
        fixed = woken.cautions[0].mends[0]
        woken.edit([Operation.model_validate(dict(each)) for each in fixed.patch], 1)
        assert list(woken.cautions) == []


def test_a_session_wakes_once_however_many_ask() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=False, pace=None)
        engine.now += 301
        registry.tidy()

        async def ask() -> set[int]:
            found = await asyncio.gather(*(registry.find(session.id) for _ in range(5)))
            return {id(each) for each in found}

        before = engine.count(contract.Open)
        assert len(asyncio.run(ask())) == 1
        assert engine.count(contract.Open) == before + 1


def test_a_session_that_is_deleted_while_it_wakes_stays_deleted() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=False, pace=None)
        engine.now += 301
        registry.tidy()

        async def race() -> None:
            waking = asyncio.create_task(registry.find(session.id))
            await asyncio.sleep(0)
            await registry.delete(session.id)
            await waking
            with refused(Refusal.NO_SUCH_SESSION):
                await registry.find(session.id)

        asyncio.run(race())
        assert session.id not in registry.sessions


def test_what_was_reset_is_not_woken_as_it_was_before() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=False, pace=None)
        engine.say(contract.Checkpoint(session.run.id, step=9, revision=1, data=b"nine"))
        execute(session, Reset())
        engine.now += 301
        registry.tidy()
        asyncio.run(registry.find(session.id))
        assert engine.newest(contract.Open).checkpoint is None


def test_what_nobody_has_looked_at_for_long_is_deleted() -> None:
    with desk(keep_days=-1) as (engine, registry):
        session = registry.create(SPEC, play=False, pace=None)
        engine.now += 3601
        registry.tidy()
        engine.now += 3601
        registry.tidy()
        with refused(Refusal.NO_SUCH_SESSION):
            asyncio.run(registry.find(session.id))


def test_when_all_places_are_taken_the_longest_asleep_makes_room() -> None:
    with desk(max_awake=2) as (engine, registry):
        first, second = (registry.create(SPEC, play=False, pace=None) for _ in range(2))
        viewer = enter(first)
        engine.now += 31
        third = registry.create(SPEC, play=False, pace=None)
        assert engine.newest(contract.Close).run == second.run.id
        assert set(registry.sessions) == {first.id, third.id}
        first.leave(viewer)
        assert registry.create(SPEC, play=False, pace=None).status.state == "queued"


def test_events_of_unknown_and_older_runs_are_not_heard() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=None)
        older = session.run.id
        engine.say(contract.TrainerLost(session.run.id))
        for run in (older, "none.1", "none", ""):
            engine.say(contract.Failed(run, code="x", sentence="S.", fatal=True))
        assert session.status.state == "restarting"


def test_a_fork_that_is_killed_before_its_run_has_said_anything_begins_where_the_original_was() -> (
    None
):
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=False, pace=None)
        engine.say(contract.Checkpoint(session.run.id, step=9, revision=1, data=b"nine"))
        edited(session, 3)
        fork = registry.fork(session)
        saved = asyncio.run(load(registry.store, fork.id))
        assert saved is not None
        assert saved.checkpoint is not None
        assert (saved.checkpoint.data, saved.checkpoint.spec) == (b"nine", SPEC)
