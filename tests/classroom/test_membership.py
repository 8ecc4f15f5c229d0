"""A pupil's session in its class: what is held and locked there, and what its pages are told."""

from __future__ import annotations

import time

from playground.engine import contract
from playground.session.commands import execute
from playground.session.refusals import Refusal
from playground.wire.commands import (
    Controls,
    EyesHere,
    Play,
    RenamePupil,
    Show,
    Step,
)
from playground.wire.rights import Right
from support.classroom_desk import edit_link, enter, heard, newest, opened, teachers_link
from support.desk import status
from support.refusals import refused


def test_eyes_here_pauses_all_and_gives_back_to_those_that_played() -> None:
    with opened() as room:
        plays, rests, late = room.join("Ada"), room.join("Bo"), room.join("Cem")
        for joining in (plays, rests, late):
            enter(joining.session, edit_link(joining))
        execute(plays.session, Play())
        room.engine.say(status(plays.session))
        room.execute(EyesHere(on=True))
        assert len(room.asked(contract.Pause, plays)) == 1
        room.engine.say(status(plays.session, "paused"))
        for joining in (plays, rests):
            with refused(Refusal.HELD):
                joining.session.membership.allow(edit_link(joining), ())
            joining.session.membership.allow(teachers_link(room, joining), ("data", "transport"))
        enter(plays.session, edit_link(plays))
        assert len(room.asked(contract.Play, plays)) == 1
        room.execute(EyesHere(on=False))
        assert len(room.asked(contract.Play, plays)) == 2
        assert not room.asked(contract.Play, rests)
        plays.session.membership.allow(edit_link(plays), ("transport",))


def test_what_the_teacher_plays_meanwhile_sleeps_like_any_other() -> None:
    with opened() as room:
        ada = room.join("Ada")
        room.execute(EyesHere(on=True))
        execute(ada.session, Step(count=100_000))
        room.engine.say(status(ada.session))
        room.engine.now += 60
        room.registry.tidy()
        assert len(room.asked(contract.Pause, ada)) == 1


def test_locked_areas_are_the_teachers_alone() -> None:
    with opened() as room:
        ada = room.join("Ada")
        viewer = enter(ada.session, edit_link(ada))
        room.execute(Controls(hidden=("inside",), locked=("network", "transport")))
        told = newest(viewer)
        assert (told["hidden"], told["locked"]) == (["inside"], ["network", "transport"])
        member, link = ada.session.membership, edit_link(ada)
        for areas in (("network",), ("data", "transport")):
            with refused(Refusal.LOCKED):
                member.allow(link, areas)
            member.allow(teachers_link(room, ada), areas)
        member.allow(link, ("data", "training"))
        with refused(Refusal.LOCKED):
            member.allow_weights(link)
        room.execute(Controls())
        member.allow(link, ("network",))
        member.allow_weights(link)


def test_the_pupil_is_told_first_after_the_spec_and_who_only_looks_is_not() -> None:
    with opened() as room:
        ada = room.join("Ada")
        viewer = enter(ada.session, edit_link(ada))
        kinds = [each["type"] for each in heard(viewer)]
        assert kinds[:3] == ["spec", "pupil", "status"]
        looker = ada.session.links.opened_by(ada.session.links.issue(Right.VIEW), 0)
        other = enter(ada.session, looker)
        room.execute(Controls(locked=("data",)))
        assert "pupil" not in [each["type"] for each in heard(other)]


def test_of_what_changes_only_the_newest_waits() -> None:
    with opened() as room:
        ada = room.join("Ada")
        viewer = enter(ada.session, edit_link(ada))
        heard(viewer)
        for on in (True, False) * 20:
            room.execute(EyesHere(on=on))
        assert [each["eyes_here"] for each in heard(viewer) if each["type"] == "pupil"] == [False]


def test_a_screen_that_is_shown_opens_to_look_and_closes_again() -> None:
    with opened() as room:
        ada, bo = room.join("Ada"), room.join("Bo")
        viewer = enter(bo.session, edit_link(bo))
        room.execute(Show(whose=ada.pupil.id))
        showing = newest(viewer)["showing"]
        assert (showing["whose"], showing["nickname"]) == (ada.pupil.id, "Ada")
        link = ada.session.links.opened_by(showing["token"], time.time())
        assert link.right is Right.VIEW
        room.execute(Show(whose="teacher"))
        second = newest(viewer)["showing"]
        assert second["session"] == room.session.id
        with refused(Refusal.LINK_REVOKED):
            ada.session.links.opened_by(showing["token"], time.time())
        room.execute(Show(whose=None))
        assert newest(viewer)["showing"] is None
        with refused(Refusal.LINK_REVOKED):
            room.session.links.opened_by(second["token"], time.time())


def test_the_teachers_page_of_a_pupils_session_is_told_whose_it_is() -> None:
    with opened() as room:
        ada = room.join("Ada")
        room.execute(EyesHere(on=True), Controls(locked=("data",)), Show(whose="teacher"))
        viewer = enter(ada.session, teachers_link(room, ada))
        told = newest(viewer)
        assert (told["teaching"], told["nickname"]) == (True, "Ada")
        assert (told["eyes_here"], told["locked"], told["showing"]) == (False, [], None)
        room.execute(RenamePupil(pupil=ada.pupil.id, nickname="Ada L."))
        assert newest(viewer)["nickname"] == "Ada L."
        assert not newest(enter(ada.session, edit_link(ada)))["teaching"]
