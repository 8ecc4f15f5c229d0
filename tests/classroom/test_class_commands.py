"""Set-ups that a teacher gives to pupils, and what these had before."""

from __future__ import annotations

from playground.classroom.class_commands import BY_TEACHER, MAX_COPIES
from playground.classroom.classroom_registry import ClassroomRegistry
from playground.engine import contract
from playground.session.commands import execute
from playground.session.refusals import Refusal
from playground.spec.edit import Operation
from playground.spec.project import parse
from playground.wire.commands import (
    Controls,
    Play,
    Push,
)
from playground.wire.rights import Right
from support.classroom_desk import SPEC, edit_link, enter, newest, opened, run
from support.refusals import refused


def test_a_pushed_set_up_replaces_or_keeps_what_they_had() -> None:
    with opened() as room:
        ada, bo = room.join("Ada"), room.join("Bo")
        viewer = enter(ada.session, edit_link(ada))
        ada.session.edit([Operation(op="replace", path="/network/layers/0/units", value=3)], 1)
        theirs = ada.session.spec
        room.engine.say(contract.Curves(ada.session.run.id, None, {"step": [0, 7]}))
        room.engine.say(contract.Checkpoint(ada.session.run.id, step=7, revision=1, data=b"seven"))
        execute(ada.session, Play())
        room.session.edit([Operation(op="replace", path="/seed", value=77)], 1)
        room.execute(Push(keep=True, pupils=(ada.pupil.id,)))
        assert (ada.session.spec, bo.session.spec) == (room.session.spec, SPEC)
        assert room.asked(contract.Reset, ada)[-1].revision == ada.session.revision
        assert not ada.session.run.desired.playing
        (kept,) = newest(viewer)["kept"]
        before = len(room.registry.sessions)
        grant = run(room.registry.authorize(kept["session"], kept["token"], Right.EDIT))
        assert len(room.registry.sessions) == before + 1
        assert grant.session.spec == theirs
        assert grant.session.history.curves.columns == {"step": [0, 7]}
        reopened = room.engine.newest(contract.Open)
        assert (reopened.checkpoint, parse(reopened.spec)) == (b"seven", SPEC)
        assert parse(room.engine.newest(contract.Edit).spec) == theirs
        room.execute(Push(keep=False))
        assert bo.session.spec == room.session.spec
        assert [len(pupil.copies) for pupil in room.classroom.pupils] == [1, 0]


def test_what_was_put_aside_long_ago_is_deleted_unless_somebody_has_looked_at_it() -> None:
    with opened() as room:
        ada = room.join("Ada")
        viewer = enter(ada.session, edit_link(ada))
        for _ in range(MAX_COPIES):
            room.execute(Push(keep=True))
        first, second = newest(viewer)["kept"][:2]
        grant = run(room.registry.authorize(first["session"], first["token"], Right.EDIT))
        looking = grant.session.enter(Right.EDIT, (), 0)
        grant.session.leave(looking)
        room.engine.now += 301
        room.registry.tidy()
        assert first["session"] not in room.registry.sessions
        room.execute(Push(keep=True), Push(keep=True))
        assert len(ada.pupil.copies) == MAX_COPIES
        assert run(room.registry.find(first["session"])).spec == SPEC
        with refused(Refusal.NO_SUCH_SESSION):
            run(room.registry.find(second["session"]))


def test_what_was_put_aside_opens_by_the_same_link_after_a_restart() -> None:
    with opened() as room:
        ada = room.join("Ada")
        room.execute(Push(keep=True))
        (before,) = ada.pupil.copies
        links = run(room.registry.links_of(before.session))

        async def comes_back(key: bytes) -> tuple[str, int]:
            classrooms = ClassroomRegistry(room.registry, key)
            class_commands = await classrooms.authorize_teacher(room.classroom.id, room.token)
            pupil = class_commands.classroom.everyone[ada.pupil.id]
            await class_commands.provide(pupil)
            (copy,) = pupil.copies
            granted = await room.registry.authorize(copy.session, copy.token, Right.EDIT)
            return copy.token, len([*granted.session.links])

        assert run(comes_back(b"key")) == (before.token, len(links))
        # Another key of the server makes other tokens, and the earlier ones go on opening it.
        token, count = run(comes_back(b"another"))
        assert (token != before.token, count) == (True, len(links) + 1)
        assert run(room.registry.authorize(before.session, before.token, Right.EDIT))


def test_a_push_wakes_who_is_parked() -> None:
    with opened() as room:
        ada = room.join("Ada")
        room.session.edit([Operation(op="replace", path="/seed", value=77)], 1)
        room.engine.now += 301
        room.registry.tidy()
        assert ada.session.id not in room.registry.sessions
        room.execute(Push(keep=False))
        assert room.registry.sessions[ada.session.id].spec.seed == 77


def test_what_is_given_to_pupils_begins_anew_and_is_the_teachers() -> None:
    with opened() as room:
        ada = room.join("Ada")
        room.session.edit([Operation(op="replace", path="/seed", value=77)], 1)
        before = len(room.asked(contract.Edit, ada))
        room.execute(Push(keep=False))
        assert len(room.asked(contract.Edit, ada)) == before, "nothing is carried over"
        reset = room.asked(contract.Reset, ada)[-1]
        assert (reset.revision, parse(reset.spec).seed) == (ada.session.revision, 77)
        assert ada.session.history.edits[-1].author == BY_TEACHER


def test_to_lock_play_pauses_those_who_run() -> None:
    with opened() as room:
        ada, bo = room.join("Ada"), room.join("Bo")
        execute(ada.session, Play())
        room.execute(Controls(locked=("data",)))
        assert ada.session.run.playing
        room.execute(Controls(locked=("data", "transport")))
        assert not ada.session.run.playing
        assert room.asked(contract.Pause, ada)
        execute(bo.session, Play())
        # It is the lock that pauses, not whatever is said after it: the teacher may start one.
        room.execute(Controls(locked=("transport",)))
        assert bo.session.run.playing
