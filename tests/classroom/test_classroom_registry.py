"""Joining a class: codes, the door, whose token is whose, and what happens to a class at its end."""

from __future__ import annotations

import time

import pytest

from playground.classroom.classroom_registry import plain
from playground.engine import contract
from playground.session.commands import execute
from playground.session.refusals import Refusal, Refused
from playground.store.rows import ClassroomRow
from playground.wire import classroom as wire
from playground.wire.commands import (
    CloseDoor,
    EndClass,
    EyesHere,
    LowerHand,
    Play,
    RemovePupil,
    Show,
)
from playground.wire.rights import Right
from support.classroom_desk import SPEC, edit_link, enter, newest, opened, run, teachers_link
from support.refusals import refused


def test_a_pupil_gets_the_teachers_set_up_untrained_in_a_session_of_their_own() -> None:
    with opened() as room:
        room.engine.say(contract.Curves(room.session.run.id, None, {"step": [0, 9]}))
        room.engine.say(contract.Checkpoint(room.session.run.id, step=9, revision=1, data=b"nine"))
        ada = room.join("Ada")
        assert (ada.session.spec, ada.session.revision) == (SPEC, 1)
        opening = room.engine.newest(contract.Open)
        assert (opening.run, opening.checkpoint, opening.playing) == (
            ada.session.run.id,
            None,
            False,
        )
        assert ada.session.classroom == room.classroom.id
        assert ada.session.origin.parent == room.session.id
        assert ada.session.data_picture.has(SPEC.data)
        assert teachers_link(room, ada).right is Right.EDIT


def test_codes_have_no_look_alikes_and_are_read_however_they_are_typed() -> None:
    with opened() as room:
        code = room.classroom.code
        assert len(code) == 6
        assert not set(code) & set("AEIOU01L5S8B2Z")
        typed = f" {code[:3].lower()}-{code[3:]} "
        assert plain(typed) == code
        joined = room.with_code(typed, "Ada")
        assert joined.classroom is room.classroom
        other, _ = run(room.classrooms.open(room.session))
        assert other.code != code
        with refused(Refusal.NO_SUCH_CLASS):
            room.with_code("CCCCCC" if code != "CCCCCC" else "DDDDDD", "Ada")


def test_nobody_fills_the_server_by_joining_and_being_removed() -> None:
    with opened(max_awake=1000) as room:
        for number in range(wire.MAX_PUPILS):
            room.join(f"P{number}")
            room.execute(RemovePupil(pupil=room.classroom.pupils[0].id))
        with refused(Refusal.CLASS_FULL):
            room.join("Ada")


def test_who_may_not_join() -> None:
    with opened(max_awake=1000) as room:
        room.execute(CloseDoor(closed=True))
        with refused(Refusal.DOOR_CLOSED):
            room.join("Ada")
        room.execute(CloseDoor(closed=False))
        for number in range(wire.MAX_PUPILS):
            room.join(f"P{number}")
        with refused(Refusal.CLASS_FULL):
            room.join("Ada")
        room.execute(RemovePupil(pupil=room.classroom.pupils[0].id))
        room.join("Ada")
        room.execute(EndClass())
        for _ in range(2):
            with refused(Refusal.CLASS_OVER):
                room.join("Bo")
            run(room.classrooms.tidy())


def test_whose_token_it_is() -> None:
    with opened() as room:
        ada, id = room.join("Ada"), room.classroom.id
        other, others = run(room.classrooms.open(room.session))
        assert run(room.classrooms.authorize_pupil(id, ada.token))[1] is ada.pupil
        with refused(Refusal.CLASS_FORBIDDEN):
            run(room.classrooms.authorize_pupil(id, room.token))
        with refused(Refusal.CLASS_FORBIDDEN):
            run(room.classrooms.authorize_teacher(id, ada.token))
        for wrong in (None, "", "x", others, room.session.links.issue(Right.EDIT)):
            with refused(Refusal.NO_CLASS_TOKEN):
                run(room.classrooms.authorize_teacher(id, wrong))
            with refused(Refusal.NO_CLASS_TOKEN):
                run(room.classrooms.authorize_pupil(id, wrong))
        with refused(Refusal.NO_SUCH_CLASS):
            run(room.classrooms.authorize_teacher("none", room.token))
        assert run(room.classrooms.authorize_teacher(other.id, others)).classroom is other


def test_who_is_removed_keeps_the_session_and_leaves_the_class() -> None:
    with opened() as room:
        ada, bo = room.join("Ada"), room.join("Bo")
        link = edit_link(ada)
        viewer = enter(ada.session, link)
        room.execute(Show(whose=ada.pupil.id), EyesHere(on=True))
        room.execute(RemovePupil(pupil=ada.pupil.id))
        assert [pupil.nickname for pupil in room.classroom.pupils] == ["Bo"]
        assert room.classroom.showing is None
        told = newest(viewer)
        assert (told["over"], told["removed"]) == (True, True)
        assert (told["eyes_here"], told["showing"]) == (False, None)
        with refused(Refusal.NO_CLASS_TOKEN):
            run(room.classrooms.authorize_pupil(room.classroom.id, ada.token))
        with refused(Refusal.LINK_REVOKED):
            teachers_link(room, ada)
        ada.session.membership.allow(link, ("data",))
        assert ada.session.links.opened_by(ada.session.links.issue(Right.EDIT), 0)
        with refused(Refusal.NO_SUCH_PUPIL):
            room.execute(LowerHand(pupil=ada.pupil.id))
        assert teachers_link(room, bo)


def test_the_end_leaves_everybody_what_they_have(monkeypatch: pytest.MonkeyPatch) -> None:
    with opened() as room:
        ada = room.join("Ada")
        link = edit_link(ada)
        viewer = enter(ada.session, link)
        page = room.classroom.grid.enter(2, room.classroom.pupils)
        execute(ada.session, Play())
        room.execute(EyesHere(on=True), Show(whose="teacher"))
        later = time.time() + 24 * 3600 + 1
        monkeypatch.setattr(time, "time", lambda: later)
        run(room.classrooms.tidy())
        told = newest(viewer)
        assert (told["over"], told["eyes_here"], told["showing"]) == (True, False, None)
        assert len(room.asked(contract.Play, ada)) == 2
        ada.session.membership.allow(link, ("data",))
        with refused(Refusal.CLASS_OVER):
            run(page.outbox.take())
        with refused(Refusal.CLASS_OVER):
            run(room.classrooms.authorize_teacher(room.classroom.id, room.token))
        assert run(room.classrooms.authorize_teacher(room.classroom.id, room.token, over=True))
        monkeypatch.setattr(time, "time", lambda: later + 8 * 24 * 3600)
        room.engine.now += 4000
        run(room.classrooms.tidy())
        assert not run(room.registry.store.find(ClassroomRow))


def test_an_end_that_was_cut_off_is_brought_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    with opened() as room:
        ada = room.join("Ada")
        viewer = enter(ada.session, edit_link(ada))
        room.execute(EyesHere(on=True), Show(whose="teacher"))
        room.engine.now += 301
        showing = room.classroom.showing
        with monkeypatch.context() as broken:

            async def unsaved(*_: object) -> None:
                raise Refused(Refusal.NOT_SAVED)

            broken.setattr(room.registry, "revoke", unsaved)
            with refused(Refusal.NOT_SAVED):
                run(room.classrooms.end(room.classroom.id))
        run(room.classrooms.tidy())
        assert newest(viewer)["over"]
        with refused(Refusal.LINK_REVOKED):
            teachers_link(room, ada)
        links = run(room.registry.links_of(showing.session))
        assert [link.revoked is None for link in links if link.id == showing.link] == [False]
