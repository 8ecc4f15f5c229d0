"""A session's life: sleep, crashes, failures, forks, and who may stay when all places are taken."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from playground.engine import contract
from playground.session.commands import execute
from playground.session.refusals import Conflict, Refusal
from playground.session.room import Viewer
from playground.session.saved import load
from playground.session.session import Session
from playground.spec.edit import Operation
from playground.spec.presets import PRESETS
from playground.spec.project import parse
from playground.store.memory import MemoryStore
from playground.store.rows import LinkRow
from playground.wire.commands import Play, Reset, SessionCommand, Step
from playground.wire.rights import Right
from playground.wire.stream import ErrorMessage, Pong, SpecMessage, server_message
from support.desk import Desk, desk, status
from support.refusals import refused

SPEC = PRESETS["xor"]


def enter(session: Session) -> Viewer:
    return session.enter(Right.EDIT, (), 30)


def edited(session: Session, units: int) -> None:
    session.edit(
        [_replace("/network/layers/0/units", units)],
        session.revision,
    )


def _replace(path: str, value: object) -> Any:
    return Operation(op="replace", path=path, value=value)


def told(viewer: Viewer) -> list[Any]:
    """The messages that wait for the viewer, taken out."""
    viewer.outbox.tell(Pong())
    taken = asyncio.run(viewer.outbox.take())
    heard = [server_message.validate_json(each) for each in taken if isinstance(each, str)]
    return [each for each in heard if not isinstance(each, Pong)]


# --- sleep ---------------------------------------------------------------------------------------


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

        grant = asyncio.run(registry.authorised(session.id, token, Right.EDIT))
        woken, opened = grant.session, engine.newest(contract.Open)
        assert woken is not session
        assert (woken.spec, woken.revision) == (session.spec, 2)
        assert (opened.checkpoint, opened.revision, opened.playing) == (b"nine", 2, False)
        assert opened.run not in (session.run.id, "")
        assert woken.history.curves.columns == {"step": [0, 1], "train_loss": [1.0, 0.5]}
        assert [each.revision for each in woken.history.edits] == [1, 2]
        engine.say(status(woken, "paused"))
        enter(woken)
        assert engine.newest(contract.Play).run == woken.run.id


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


class SlowStore(MemoryStore):
    """One that is slow to find a single link."""

    async def find(self, kind: type[Any], **where: Any) -> list[Any]:
        found = await super().find(kind, **where)
        if kind is LinkRow and "id" in where:
            await asyncio.sleep(0.05)
        return found


def test_a_link_that_is_switched_off_while_its_session_wakes_opens_nothing() -> None:
    with desk() as (engine, registry):
        registry.store = SlowStore()
        session = registry.create(SPEC, play=False, pace=None)
        token = session.links.issue(Right.VIEW)
        link = next(iter(session.links)).id
        engine.now += 301
        registry.tidy()

        async def race() -> None:
            await asyncio.gather(registry.revoke(session.id, link), registry.find(session.id))
            with refused(Refusal.LINK_REVOKED):
                await registry.authorised(session.id, token, Right.VIEW)

        asyncio.run(race())


def test_what_was_reset_is_not_woken_as_it_was_before() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=False, pace=None)
        engine.say(contract.Checkpoint(session.run.id, step=9, revision=1, data=b"nine"))
        execute(session, Reset())
        engine.now += 301
        registry.tidy()
        asyncio.run(registry.find(session.id))
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


def test_a_refusal_that_is_not_of_the_reset_does_not_end_it() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=False, pace=None)
        execute(session, Reset(new_seed=True))
        engine.say(contract.Failed(session.run.id, code="no_unit", sentence="There is none."))
        engine.say(contract.Checkpoint(session.run.id, step=9, revision=1, data=b"nine"))
        assert session.history.checkpoint is None


def test_a_state_from_before_a_reset_that_comes_after_it_is_not_kept() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=False, pace=None)
        execute(session, Reset())
        engine.say(contract.Checkpoint(session.run.id, step=9, revision=1, data=b"nine"))
        assert session.history.checkpoint is None
        engine.say(contract.Curves(session.run.id, -1, {"step": [0]}))
        engine.say(contract.Checkpoint(session.run.id, step=0, revision=1, data=b"anew"))
        assert session.history.checkpoint is not None
        assert session.history.checkpoint.data == b"anew"


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


# --- crashes -------------------------------------------------------------------------------------


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


def test_a_snapshot_of_other_data_is_opened_as_it_was_and_the_run_told_of_the_new_ones() -> None:
    """Only the run knows which data it stands on: it takes data of another nature as a beginning."""
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
        opened, edit = engine.newest(contract.Open), engine.newest(contract.Edit)
        assert (parse(opened.spec), opened.checkpoint) == (SPEC, b"nine")
        assert (parse(edit.spec), edit.run) == (session.spec, session.run.id)
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


# --- edits ---------------------------------------------------------------------------------------


def test_an_edit_that_the_trainer_cannot_take_over_is_taken_back() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=None)
        viewer = enter(session)
        engine.say(status(session))
        edited(session, 200)
        engine.say(
            contract.Failed(session.run.id, code="device_memory", sentence="Too much.", revision=2)
        )
        assert (session.spec, session.revision) == (SPEC, 3)
        edit = engine.newest(contract.Edit)
        assert (parse(edit.spec), edit.revision) == (SPEC, 3)
        specs = [each for each in told(viewer) if isinstance(each, SpecMessage)]
        assert [each.revision for each in specs] == [1, 2, 3]


def test_a_later_edit_is_not_taken_back_with_an_earlier_one() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=None)
        engine.say(status(session))
        edited(session, 200)
        edited(session, 3)
        engine.say(contract.Failed(session.run.id, code="device_memory", sentence="S.", revision=2))
        assert (session.spec.network.layers[0].units, session.revision) == (3, 3)


def test_an_edit_that_changes_nothing_makes_no_revision() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=False, pace=None)
        edited(session, SPEC.network.layers[0].units)
        assert (session.revision, engine.count(contract.Edit)) == (1, 0)


def test_of_two_edits_on_one_revision_the_first_wins() -> None:
    with desk() as (_, registry):
        session = registry.create(SPEC, play=False, pace=None)
        edited(session, 3)
        with pytest.raises(Conflict) as conflict:
            session.edit([_replace("/network/layers/0/units", 9)], 1)
        assert (conflict.value.revision, conflict.value.spec) == (2, session.spec)


# --- rights and rooms ------------------------------------------------------------------------------


def test_rights_by_token() -> None:
    with desk() as (_, registry):
        session = registry.create(SPEC, play=False, pace=None)
        other = registry.create(SPEC, play=False, pace=None)
        view, edit = session.links.issue(Right.VIEW), session.links.issue(Right.EDIT)

        def right(token: str | None, needed: Right, id: str = session.id) -> Right:
            return asyncio.run(registry.authorised(id, token, needed)).right

        assert right(edit, Right.EDIT) is Right.EDIT
        assert right(view, Right.VIEW) is Right.VIEW
        with refused(Refusal.FORBIDDEN):
            right(view, Right.EDIT)
        for wrong in (None, "", "x", other.links.issue(Right.EDIT)):
            with refused(Refusal.NO_TOKEN):
                right(wrong, Right.VIEW)
        with refused(Refusal.NO_SUCH_SESSION):
            right(edit, Right.VIEW, "none")


def test_a_link_that_is_switched_off_or_over_opens_nothing_and_sends_its_viewers_away() -> None:
    with desk() as (_, registry):
        session = registry.create(SPEC, play=False, pace=None)
        off, over, lasting = (
            session.links.issue(Right.VIEW),
            session.links.issue(Right.EDIT, until=time.time() - 1),
            session.links.issue(Right.VIEW, until=time.time() + 60),
        )
        link = next(iter(session.links))
        viewer = session.enter(Right.VIEW, (), 30, link.id)
        session.links.revoke(link.id)

        def opened(token: str) -> Right:
            return asyncio.run(registry.authorised(session.id, token, Right.VIEW)).right

        with refused(Refusal.LINK_REVOKED):
            opened(off)
        with refused(Refusal.LINK_ENDED):
            opened(over)
        assert opened(lasting) is Right.VIEW
        with refused(Refusal.LINK_REVOKED):
            asyncio.run(viewer.outbox.take())
        with refused(Refusal.NO_SUCH_LINK):
            session.links.revoke("another's")


def test_events_of_unknown_and_older_runs_are_not_heard() -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=True, pace=None)
        older = session.run.id
        lost(engine, session)
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
