"""Streams without a WebSocket: the same messages, rights and bounds."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest

from playground.api import event_stream
from playground.api.event_stream import SILENT_AT_MOST_S, EventStream, Talk
from playground.engine import contract
from playground.session.history import Curves
from playground.session.outbox import Outbox
from playground.wire.frame import decode
from playground.wire.stream import MAX_EVENTS_FPS, Ack, NameMessage, Ping
from support.classes import open_class
from support.event_page import EventPage, event_page
from support.problems import is_a_problem
from support.streams import WEIGHTS
from support.web import Made, Web, until, web


@pytest.fixture
def page(served: Web, made: Made) -> Iterator[EventPage]:
    with event_page(served, f"/api/sessions/{made.id}/events", made.edit) as opened:
        yield opened


def test_a_page_is_told_what_the_websocket_tells(page: EventPage, made: Made) -> None:
    spec = page.next("spec")
    assert (spec["revision"], spec["rights"]) == (1, "edit")
    assert page.next("status")["state"] == "loading"
    # The points of the data.
    assert [decode(bytes(each)).key for each in page.event("bundle").frames] == ["points"]
    assert made.patch(1, {"op": "replace", "path": "/seed", "value": 7}).status_code == 200
    assert page.next("spec")["revision"] == 2


def test_what_a_page_says_is_done(served: Web, page: EventPage, made: Made) -> None:
    page.greeted()
    page.say({"type": "watch", "probes": [WEIGHTS], "max_fps": 30}, {"type": "name", "name": "Bo"})
    asked = served.engine.asked(contract.Watch, made.run)[-1]
    assert [each["probe"] for each in asked.probes] == ["weights"]
    assert asked.fps == MAX_EVENTS_FPS
    people = page.next("presence")["people"]
    assert [each["name"] for each in people] == ["Bo"]
    page.say({"type": "ping"})
    page.next("pong")


def test_no_more_than_two_bundles_are_unanswered(served: Web, page: EventPage, made: Made) -> None:
    page.greeted()
    page.say({"type": "watch", "probes": [WEIGHTS], "max_fps": 4})
    numbers = []
    for step in range(2):
        served.engine.emit(made.frame("weights", step))
        numbers.append(page.event("bundle").frame)
    for step in range(2, 200):
        served.engine.emit(made.frame("weights", step))
    # Longer than a frame takes: two are unanswered.
    page.event("beat")
    page.say({"type": "ack", "frame": numbers[-1]})
    third = page.event("bundle")
    assert third.frame == numbers[0] + 2
    # The newest there was then, and none of those in between.
    assert decode(bytes(third.frames[0])).step == 199


def test_a_page_is_told_that_it_is_heard(page: EventPage) -> None:
    page.greeted()
    assert page.event("beat") is None


def test_a_stream_is_spoken_on_by_who_opened_it(page: EventPage, served: Web, made: Made) -> None:
    ping = {"type": "ping"}
    assert page.say(ping, token=made.view).json()["code"] == "no_such_stream"
    assert page.say(ping, token="wrong").status_code == 401
    other = served.create()
    there = f"/api/sessions/{other.id}/events/{page.id}"
    answer = served.http.post(
        there, json={"messages": [ping]}, headers={"Authorization": f"Bearer {other.edit}"}
    )
    assert is_a_problem(answer, 404)["code"] == "no_such_stream"
    assert page.say(ping).status_code == 204


@pytest.mark.parametrize(
    "message", [{"type": "dance"}, {"type": "hello", "token": "t"}, {"type": "ack", "frame": "a"}]
)
def test_a_wrong_wish_is_explained_and_the_stream_goes_on(
    page: EventPage, message: dict[str, Any]
) -> None:
    is_a_problem(page.say(message), 422)
    assert page.say(*[{"type": "ping"}] * 101).status_code == 422
    assert page.say({"type": "ping"}).status_code == 204
    page.next("pong")


def test_a_flood_is_cut_off(page: EventPage) -> None:
    page.greeted()
    flood = {"type": "watch", "probes": [WEIGHTS]}
    while page.say(*[flood] * 100).status_code == 204:
        pass
    assert page.event("close")["code"] == 4429


def test_whoever_is_sent_away_learns_why(page: EventPage, made: Made) -> None:
    page.greeted()
    assert made.call("DELETE", "").status_code == 204
    assert page.event("close")["code"] == 4404


def test_streams_of_a_person_are_counted_however_they_come() -> None:
    with web(limits=limits(person_streams=2)) as own, ExitStack() as open:
        made = own.create()
        path, cookie = f"/api/sessions/{made.id}/events", cookies(own, made)
        headers = {"Authorization": f"Bearer {made.edit}", **cookie, **ELSEWHERE}
        for _ in range(2):
            answer = open.enter_context(own.http.stream("GET", path, headers=headers))
            assert answer.status_code == 200
        assert own.http.get(path, headers=headers).json()["code"] == "too_many_streams"
        open.close()
        until(lambda: is_let_in(own, path, headers))


ELSEWHERE = {"X-Forwarded-For": "198.51.100.7"}
"""This machine's own user has no limits."""


def limits(**rows: int) -> Any:
    from playground.api.limits import Limits

    return Limits(**rows)


def cookies(own: Web, made: Made) -> dict[str, str]:
    answer = own.http.get(
        f"/api/sessions/{made.id}", headers={"Authorization": f"Bearer {made.edit}", **ELSEWHERE}
    )
    return {"Cookie": answer.headers["set-cookie"].partition(";")[0]}


def is_let_in(own: Web, path: str, headers: dict[str, str]) -> bool:
    with own.http.stream("GET", path, headers=headers) as answer:
        return answer.status_code == 200


def test_a_page_that_goes_leaves_the_room(served: Web, made: Made) -> None:
    path = f"/api/sessions/{made.id}/events"
    with made.page() as other:
        other.greeted()
        with event_page(served, path, made.edit) as page:
            page.greeted()
            assert other.next("presence")["viewers"] == 2
        assert other.next("presence")["viewers"] == 1


def test_a_page_that_is_gone_without_a_word_gives_its_place_back(
    served: Web, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_stream, "SILENT_AT_MOST_S", 0.3)
    monkeypatch.setattr(event_stream, "BEAT_EVERY_S", 0.1)
    path = f"/api/sessions/{made.id}/events"
    with made.page() as other:
        other.greeted()
        with event_page(served, path, made.edit) as page:
            assert other.next("presence")["viewers"] == 2
            assert other.next("presence")["viewers"] == 1
            assert page.event("close")["code"] == 4408


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_silence_is_counted_from_what_was_said_last() -> None:
    clock, outbox = Clock(), Outbox(Curves())
    talk = Talk("s", "l", outbox, lambda *_: None, lambda: None)

    async def tell() -> None:
        stream = EventStream(talk, clock)
        for message in (Ping(), Ack(frame=1), NameMessage(name="Ada")):
            clock.now += SILENT_AT_MOST_S - 0.1
            assert not stream.is_silent()
            stream.hear([message])
        clock.now += SILENT_AT_MOST_S + 0.1
        assert stream.is_silent()

    asyncio.run(tell())
    assert SILENT_AT_MOST_S < 4


def test_a_teacher_sees_the_class_and_its_pictures(served: Web) -> None:
    lesson = open_class(served)
    with event_page(served, f"/api/classes/{lesson.id}/events", lesson.token) as page:
        assert page.next("class")["pupils"] == []
        page.say({"type": "watch", "probes": [], "max_fps": 2})
        lesson.join("Ada")
        assert [each["nickname"] for each in page.next("class")["pupils"]] == ["Ada"]
        lesson.obey(type="end_class")
        assert page.event("close")["code"] == 4410


def test_a_pupils_page_hears_of_the_class(served: Web) -> None:
    lesson = open_class(served)
    ada = lesson.join("Ada").made
    with event_page(served, f"/api/sessions/{ada.id}/events", ada.edit) as page:
        assert page.next("pupil")["nickname"] == "Ada"
        lesson.obey(type="eyes_here", on=True)
        assert page.next("pupil")["eyes_here"] is True


def test_the_server_ends_though_streams_are_open() -> None:
    with web() as own:
        made = own.create()
        headers = {"Authorization": f"Bearer {made.edit}"}
        opened = own.http.send(
            own.http.build_request("GET", f"/api/sessions/{made.id}/events", headers=headers),
            stream=True,
        )
    with closing(opened):
        pass
