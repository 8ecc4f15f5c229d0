"""A session's run: crashes, failures, what was asked to be saved, and what a reset leaves behind."""

from __future__ import annotations

import asyncio

from playground.engine import contract
from playground.session.commands import execute
from playground.session.refusals import Refusal
from playground.session.session import Session
from playground.spec.project import parse
from playground.wire.commands import Play, Reset, Step
from playground.wire.stream import ErrorMessage
from support.desk import Desk, desk, status
from support.refusals import refused
from support.session_desk import SPEC, _replace, edited, enter, told


def lost(engine: Desk, session: Session) -> None:
    engine.say(contract.TrainerLost(session.run.id))


def test_one_crash_begins_again_from_the_newest_snapshot() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=50)
        engine.say(status(session))
        engine.say(contract.Checkpoint(session.run.id, step=9, revision=1, data=b"nine"))
        before = session.run.id
        lost(engine, session)
        opened = engine.newest(contract.Open)
        assert opened.run == session.run.id != before
        assert (opened.checkpoint, opened.playing, opened.pace) == (b"nine", True, 50)


def test_a_snapshot_is_opened_under_its_own_spec_and_edited_to_the_newest() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=None)
        engine.say(contract.Checkpoint(session.run.id, step=9, revision=1, data=b"nine"))
        edited(session, 3)
        lost(engine, session)
        opened, edit = engine.newest(contract.Open), engine.newest(contract.Edit)
        assert (parse(opened.spec), opened.revision) == (SPEC, 1)
        assert (parse(edit.spec), edit.revision, edit.run) == (session.spec, 2, session.run.id)


def test_with_data_of_another_nature_a_run_that_was_lost_begins_anew() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=None)
        engine.say(contract.Checkpoint(session.run.id, step=9, revision=1, data=b"nine"))
        session.edit(
            [
                _replace("/data/dataset", "digits"),
                _replace("/data/classes", 10),
                _replace("/training/loss", {"kind": "cross_entropy"}),
            ],
            session.revision,
        )
        assert engine.newest(contract.Edit).revision == 2
        lost(engine, session)
        opened = engine.newest(contract.Open)
        assert (parse(opened.spec), opened.checkpoint) == (session.spec, None)
        assert (opened.revision, opened.branch) == (2, "b2")
        engine.say(contract.Checkpoint(session.run.id, step=0, revision=2, data=b"anew"))
        engine.now += 61
        lost(engine, session)
        opened = engine.newest(contract.Open)
        assert (parse(opened.spec), opened.checkpoint) == (session.spec, b"anew")


def test_two_crashes_in_a_row_set_a_session_aside() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=None)
        viewer = enter(session)
        engine.say(status(session))
        lost(engine, session)
        engine.now += 10
        lost(engine, session)
        assert engine.count(contract.Open) == 2
        heard = told(viewer)
        problems = [each.problem for each in heard if isinstance(each, ErrorMessage)]
        assert [each.code for each in problems] == ["trainer_lost", "set_aside"]
        assert session.status.state == "failed"
        edited(session, 3)
        assert engine.count(contract.Open) == 3
        assert session.status.state == "loading"


def test_steps_that_were_asked_for_end_where_they_were_to_end_whatever_comes() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=False, pace=None)
        viewer = enter(session)
        execute(session, Step(count=500))
        engine.say(status(session, until_step=500))
        engine.say(contract.TrainerLost(session.run.id, at_work=False))
        opened = engine.newest(contract.Open)
        assert (opened.playing, opened.until_step, opened.until_epoch) == (True, 500, None)
        engine.say(status(session, until_step=500))
        session.leave(viewer)
        engine.now += 31
        registry.tidy()
        enter(session)
        assert engine.newest(contract.Play).until_step == 500
        engine.now += 400
        registry.park(session.id)
        session = asyncio.run(registry.find(session.id))
        enter(session)
        assert engine.newest(contract.Play).until_step == 500
        execute(session, Play())
        assert engine.newest(contract.Play).until_step is None
        engine.say(status(session))
        engine.say(contract.TrainerLost(session.run.id, at_work=False))
        assert engine.newest(contract.Open).until_step is None


def test_who_only_shared_a_trainer_is_not_set_aside_with_it() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=None)
        for count in range(2, 5):
            engine.say(status(session))
            engine.say(contract.TrainerLost(session.run.id, at_work=False))
            assert (session.status.state, engine.count(contract.Open)) == ("restarting", count)


def test_crashes_far_apart_or_while_paused_do_not_count() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=None)
        engine.say(status(session))
        for _ in range(3):
            lost(engine, session)
            engine.say(status(session))
            engine.now += 61
        assert session.status.state == "playing"
        engine.say(status(session, "paused"))
        for _ in range(3):
            lost(engine, session)
            engine.say(status(session, "paused"))
        assert session.status.state == "paused"


def test_a_reset_of_what_failed_begins_at_nothing() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=None)
        engine.say(contract.Checkpoint(session.run.id, step=9, revision=1, data=b"nine"))
        engine.say(contract.Failed(session.run.id, code="run_failed", sentence="S.", fatal=True))
        assert session.status.state == "failed"
        execute(session, Reset())
        assert engine.newest(contract.Open).checkpoint is None


def test_what_was_asked_to_be_saved_is_saved_or_said_not_to_be() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=False, pace=None)

        async def ask(*events: contract.AnyEvent) -> None:
            asked = asyncio.create_task(session.run.save(0.05))
            await asyncio.sleep(0)
            assert engine.newest(contract.Save).run == session.run.id
            for event in events:
                engine.say(event)
            await asked

        def state(mark: int) -> contract.Checkpoint:
            return contract.Checkpoint(session.run.id, step=9, revision=1, data=b"nine", mark=mark)

        asyncio.run(ask(state(mark=1)))
        assert session.history.checkpoint.data == b"nine"
        for events in ([state(mark=0)], [], [contract.TrainerLost(session.run.id)]):
            with refused(Refusal.NOT_SAVED):
                asyncio.run(ask(*events))


def test_a_state_from_before_a_reset_that_comes_after_it_is_of_the_branch_that_was_left() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=False, pace=None)
        execute(session, Reset())
        assert engine.newest(contract.Reset).branch == "b2"
        run = session.run.id
        engine.say(contract.Checkpoint(run, step=9, revision=1, data=b"nine", branch="b1"))
        assert session.history.checkpoint is None
        engine.say(contract.Curves(run, -1, {"step": [0]}, branch="b2"))
        engine.say(contract.Checkpoint(run, step=0, revision=2, data=b"anew", branch="b2"))
        assert session.history.checkpoint is not None
        assert session.history.checkpoint.data == b"anew"
        tip = session.history.tree.tip("b1")
        assert tip is not None
        assert tip.step == 9
