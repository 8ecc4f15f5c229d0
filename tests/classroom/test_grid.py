"""The grid of a teacher's pages."""

from __future__ import annotations

import msgspec

from playground.engine import contract
from playground.session.commands import execute
from playground.session.session import Session
from playground.wire import frame
from playground.wire.commands import (
    Play,
)
from playground.wire.stream import Pong
from support.classroom_desk import edit_link, enter, opened, run
from support.desk import status


def seen(session: Session, step: int) -> contract.Frame:
    body = frame.encode(frame.Frame("boundary", "boundary:40", step, 0, 1, 0.0, {}, {}))
    return contract.Frame(session.run.id, key="boundary:40", body=body)


def test_the_grid_watches_while_a_page_is_open_and_is_nobody() -> None:
    with opened() as room:
        ada = room.join("Ada")
        assert room.asked(contract.Watch, ada)[-1].probes == []
        page = room.classroom.grid.enter(4, room.classroom.pupils)
        watch = room.asked(contract.Watch, ada)[-1]
        assert [(each["probe"], each["resolution"]) for each in watch.probes] == [("boundary", 40)]
        assert (watch.fps, watch.slower) == (4, {"boundary:40": 4})
        bo = room.join("Bo")
        assert room.asked(contract.Watch, bo)[-1].fps == 4
        assert not ada.session.room.viewers
        assert [tile.online for tile in room.classroom.message().pupils] == [False, False]
        viewer = enter(ada.session, edit_link(ada))
        assert [tile.online for tile in room.classroom.message().pupils] == [True, False]
        assert room.asked(contract.Watch, ada)[-1].slower == {"boundary:40": 4}
        ada.session.leave(viewer)

        room.engine.say(seen(ada.session, 5))
        room.engine.say(seen(ada.session, 6))
        taken = [each for each in run(page.outbox.take()) if isinstance(each, bytes)]
        (bundle,) = [msgspec.msgpack.decode(each, type=frame.Bundle) for each in taken]
        (picture,) = [frame.decode(bytes(each)) for each in bundle.frames]
        assert (picture.key, picture.probe, picture.step) == (ada.pupil.key, "boundary", 6)

        execute(ada.session, Play())
        room.engine.say(status(ada.session))
        room.engine.now += 31
        room.registry.tidy()
        assert len(room.asked(contract.Pause, ada)) == 1
        room.classroom.grid.leave(page)
        assert room.asked(contract.Watch, ada)[-1].probes == []


def test_a_parked_session_stays_in_the_grid_and_comes_back_to_it() -> None:
    with opened() as room:
        ada = room.join("Ada")
        page = room.classroom.grid.enter(2, room.classroom.pupils)
        room.engine.say(
            contract.Curves(
                ada.session.run.id, None, {"step": [5], "test_loss": [0.5], "test_accuracy": [0.75]}
            )
        )
        room.engine.say(status(ada.session, "paused", step=5))
        room.engine.say(seen(ada.session, 5))
        before = room.classroom.message().pupils
        assert (before[0].step, before[0].test_loss, before[0].score) == (5, 0.5, 0.75)
        room.engine.now += 301
        room.registry.tidy()
        assert ada.session.id not in room.registry.sessions
        assert room.classroom.message().pupils == before
        second = room.classroom.grid.enter(2, room.classroom.pupils)
        assert any(isinstance(each, bytes) for each in run(second.outbox.take()))
        woken = run(room.registry.find(ada.session.id))
        assert woken.membership.__class__.__name__ == "Member"
        assert room.engine.newest(contract.Watch).fps == 2
        room.classroom.grid.leave(page)


def test_a_teachers_page_is_told_at_most_twice_a_second_and_only_news() -> None:
    with opened() as room:
        room.join("Ada")
        page = room.classroom.grid.enter(0, room.classroom.pupils)
        count = 0

        def told() -> int:
            page.outbox.tell(Pong())
            return sum('"class"' in str(each)[:20] for each in run(page.outbox.take()))

        assert told() == 1
        for _ in range(20):
            room.join("Bo")
            room.tick(0.1)
            count += told()
        assert 4 <= count <= 5
        room.tick()
        told()
        room.tick(5)
        assert told() == 0
