"""Both streams and every message to them, for every kind of token: the matrix goes on here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from operator import attrgetter
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from fakes import WITHIN_S
from playground.engine import contract
from playground.wire import classroom as wire
from playground.wire.commands import CLASS_COMMANDS, SESSION_COMMANDS, Command
from playground.wire.rights import Right, Role
from playground.wire.stream import (
    SUBPROTOCOL,
    Ack,
    ClientMessage,
    Hello,
    NameMessage,
    Ping,
    WatchMessage,
)
from support.rights import (
    CLASS_PLACES,
    SESSION_PLACES,
    SESSIONS,
    Kind,
    Place,
    Refused,
    World,
    refusal_of_class,
    refusal_of_session,
    world,
)
from support.sample_commands import members, sample, type_of
from support.web import Json, Page


@pytest.fixture(scope="module")
def there() -> Iterator[World]:
    with world() as made:
        yield made


BROKEN = 4400
HEARD = "heard"
NOT_A_MESSAGE = "not_a_choice"

SAID: dict[type[Any], tuple[Json, str | int]] = {
    Hello: ({"token": "said-twice"}, BROKEN),
    NameMessage: ({"name": "Ada"}, HEARD),
    WatchMessage: ({"probes": [{"probe": "metrics"}], "max_fps": 5}, HEARD),
    Ack: ({"frame": 0}, HEARD),
    Ping: ({}, HEARD),
}
"""What a page may say whose token opens the session, whatever its right; it need not do more."""

SAID_TO_A_CLASS: dict[type[Any], tuple[Json, str | int]] = {
    wire.ClassHello: ({"token": "said-twice"}, BROKEN),
    WatchMessage: ({"probes": [], "max_fps": 5}, HEARD),
    Ack: ({"frame": 0}, HEARD),
    Ping: ({}, HEARD),
}


def test_no_message_of_a_stream_is_left_out() -> None:
    assert set(members(ClientMessage)) == set(SAID)
    assert set(members(wire.ClassClientMessage)) == set(SAID_TO_A_CLASS)


def stream(there: World, path: str, token: str | None, *then: Json) -> str | int:
    """How a page fares that says hello by this token, and then these: the code with which it is
    sent away, or of a problem that it is told; else `HEARD`."""
    with connect(
        f"ws://127.0.0.1:{there.web.port}/api/{path}/stream",
        subprotocols=[Subprotocol(SUBPROTOCOL)],
        open_timeout=WITHIN_S,
    ) as connection:
        page = Page(connection)
        with suppress(ConnectionClosed):
            page.send(type="hello", **({} if token is None else {"token": token}))
            for message in then:
                page.send(**message)
            for told in page.pong():
                if isinstance(told, dict) and told["type"] == "error":
                    return str(told["problem"]["code"])
            return HEARD
        return page.closed()[0]


def closes(kind: Kind, refused: Refused | None, granted: str | int) -> str | int:
    """A hello without a token is none, whatever is there."""
    if kind is Kind.NONE:
        return BROKEN
    return granted if refused is None else refused.closes


@pytest.mark.parametrize("place", SESSION_PLACES)
def test_the_stream_of_a_session(there: World, place: Place) -> None:
    for kind in Kind:
        refused = refusal_of_session(kind, place, Right.VIEW)
        token, path = there.token(kind, place), f"sessions/{there.ids[place]}"
        assert stream(there, path, token) == closes(kind, refused, HEARD), kind
        if refused is None:
            opens = SESSIONS[place][kind]
            assert isinstance(opens, Right)
            with there.made(place).page(token) as page:
                assert page.next("spec")["rights"] == opens.label


@pytest.mark.parametrize("place", CLASS_PLACES)
def test_the_stream_of_a_class(there: World, place: Place) -> None:
    for kind in Kind:
        refused = refusal_of_class(kind, place, Role.TEACHER)
        fared = stream(there, f"classes/{there.ids[place]}", there.token(kind, place))
        assert fared == closes(kind, refused, HEARD), kind


@pytest.mark.parametrize("message", SAID, ids=type_of)
def test_messages_to_a_session(there: World, message: type[Any]) -> None:
    place, (said, granted) = Place.PUPILS_SESSION, SAID[message]
    path, said = f"sessions/{there.ids[place]}", {"type": type_of(message), **said}
    for kind in Kind:
        refused = refusal_of_session(kind, place, Right.VIEW)
        fared = stream(there, path, there.token(kind, place), said)
        assert fared == closes(kind, refused, granted), kind


@pytest.mark.parametrize("message", SAID_TO_A_CLASS, ids=type_of)
def test_messages_to_a_class(there: World, message: type[Any]) -> None:
    place, (said, granted) = Place.CLASS, SAID_TO_A_CLASS[message]
    path, said = f"classes/{there.ids[place]}", {"type": type_of(message), **said}
    for kind in Kind:
        refused = refusal_of_class(kind, place, Role.TEACHER)
        fared = stream(there, path, there.token(kind, place), said)
        assert fared == closes(kind, refused, granted), kind


@pytest.mark.parametrize("row", SESSION_COMMANDS, ids=attrgetter("name"))
def test_by_stream_a_session_takes_no_command(there: World, row: Command) -> None:
    place = Place.PUPILS_SESSION
    before = obeyed(there)
    for kind in Kind:
        refused = refusal_of_session(kind, place, Right.VIEW)
        path = f"sessions/{there.ids[place]}"
        fared = stream(there, path, there.token(kind, place), sample(row))
        assert fared == closes(kind, refused, NOT_A_MESSAGE), kind
    assert obeyed(there) == before


@pytest.mark.parametrize("row", CLASS_COMMANDS, ids=attrgetter("name"))
def test_by_stream_a_class_takes_no_command(there: World, row: Command) -> None:
    place = Place.CLASS
    said, before = sample(row, there.pupil), there.lesson.get()
    for kind in Kind:
        refused = refusal_of_class(kind, place, Role.TEACHER)
        fared = stream(there, f"classes/{there.ids[place]}", there.token(kind, place), said)
        assert fared == closes(kind, refused, NOT_A_MESSAGE), kind
    assert there.lesson.get() == before


@pytest.mark.parametrize("path", ["sessions", "classes"])
def test_before_hello_nothing_is_heard(there: World, path: str) -> None:
    place = Place.SESSION if path == "sessions" else Place.CLASS
    with connect(
        f"ws://127.0.0.1:{there.web.port}/api/{path}/{there.ids[place]}/stream",
        subprotocols=[Subprotocol(SUBPROTOCOL)],
    ) as connection:
        page = Page(connection).send(type="watch", probes=[], max_fps=5)
        assert page.closed()[0] == BROKEN


def obeyed(there: World) -> list[contract.AnyRequest]:
    """What trainers were asked, but for the pictures that pages look at."""
    requests = there.web.engine.requests
    return [each for each in requests if not isinstance(each, contract.Watch)]
