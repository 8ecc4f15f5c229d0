"""Every route and every command, for every kind of token at every place.

What is due follows from `ROUTES`, `COMMANDS` and the tables of `support.rights`. What streams
are told: `test_rights_of_streams`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import httpx
import pytest

from playground.api import event_stream
from playground.api.rights import ROUTES
from playground.api.routes import operator
from playground.wire.commands import (
    CLASS_COMMANDS,
    SESSION_COMMANDS,
    ClassCommand,
    Command,
    Continue,
    Look,
    SessionCommand,
    Undo,
)
from playground.wire.rights import Right
from support.classes import Class, Pupil, open_class
from support.rights import (
    CLASS_PLACES,
    NO_OPERATOR_TOKEN,
    SESSION_PLACES,
    Kind,
    Place,
    Refused,
    World,
    places_of,
    refusal,
    refusal_of_class,
    refusal_of_session,
    world,
)
from support.sample_commands import members, sample, type_of
from support.web import Json

Outcome = tuple[int, str | None]
"""A status, and a problem's code."""
Body = Callable[[World, Place], Json]


@pytest.fixture(scope="module")
def there() -> Iterator[World]:
    # Streams that nobody speaks on end soon.
    with pytest.MonkeyPatch.context() as patch, world() as made:
        patch.setattr(event_stream, "SILENT_AT_MOST_S", 0.0)
        patch.setattr(event_stream, "BEAT_EVERY_S", 0.01)
        yield made


@dataclass(frozen=True)
class Ask:
    """A request, and what whoever may make it gets. `alike`: each time the same to the letter.

    One that `ends` what it is about is not made here by whoever may.
    """

    status: int = 200
    code: str | None = None
    body: Body | None = None
    headers: tuple[tuple[str, str], ...] = ()
    alike: bool = False
    ends: bool = False

    @property
    def outcome(self) -> Outcome:
        return self.status, self.code


def saying(**body: Any) -> Body:
    return lambda there, place: body


def about_session(there: World, place: Place) -> Json:
    return {"session": there.ids[place]}


def to_join(there: World, place: Place) -> Json:
    return {"code": there.other.answer["code"], "nickname": "Somebody"}


def to_sit(there: World, place: Place) -> Json:
    return {"code": there.other.answer["code"], "seat": "AAAA"}


def of_upload(there: World, place: Place) -> Json:
    return there.upload


ASKS: dict[tuple[str, str], Ask] = {
    ("POST", "/api/sessions"): Ask(201, body=saying(play=False)),
    ("GET", "/api/sessions/{id}"): Ask(),
    ("DELETE", "/api/sessions/{id}"): Ask(204, ends=True),
    ("PATCH", "/api/sessions/{id}/spec"): Ask(
        body=saying(patch=[]), headers=(("If-Match", "1"),), alike=True
    ),
    ("POST", "/api/sessions/{id}/commands"): Ask(202, body=saying(type="fork")),
    ("GET", "/api/sessions/{id}/export/{format}"): Ask(),
    ("POST", "/api/sessions/{id}/weights"): Ask(422, "weights_unreadable"),
    ("GET", "/api/sessions/{id}/links"): Ask(),
    ("POST", "/api/sessions/{id}/links"): Ask(201, body=saying(right="view")),
    ("DELETE", "/api/sessions/{id}/links/{link}"): Ask(404, "no_such_link"),
    ("GET", "/api/sessions/{id}/history"): Ask(),
    ("GET", "/api/sessions/{id}/branches"): Ask(),
    ("GET", "/api/sessions/{id}/branches/{branch}/curves"): Ask(),
    ("GET", "/api/sessions/{id}/events"): Ask(),
    ("POST", "/api/sessions/{id}/events/{stream}"): Ask(
        404, "no_such_stream", body=saying(messages=[])
    ),
    ("PUT", "/api/sessions/{id}/preview"): Ask(body=saying(on=False)),
    ("GET", "/api/sessions/{id}/picture.png"): Ask(404, "no_picture", alike=True),
    ("POST", "/api/classes"): Ask(201, body=about_session),
    ("POST", "/api/classes/join"): Ask(201, body=to_join),
    ("POST", "/api/classes/seat"): Ask(404, "no_such_seat", body=to_sit),
    ("GET", "/api/classes/{id}"): Ask(),
    ("POST", "/api/classes/{id}/commands"): Ask(202, body=saying(type="close_door", closed=False)),
    ("GET", "/api/classes/{id}/events"): Ask(),
    ("POST", "/api/classes/{id}/events/{stream}"): Ask(
        404, "no_such_stream", body=saying(messages=[])
    ),
    ("POST", "/api/classes/{id}/hand"): Ask(202, body=saying(raised=False)),
    ("GET", "/api/classes/{id}/results.csv"): Ask(),
    ("GET", "/api/presets"): Ask(alike=True),
    ("GET", "/api/lessons"): Ask(alike=True),
    ("GET", "/api/schema"): Ask(alike=True),
    ("GET", "/api/licenses"): Ask(alike=True),
    ("GET", "/api/licenses/{number}"): Ask(alike=True),
    # An empty one, for a file takes a process to be read.
    ("PUT", "/api/uploads"): Ask(422, "upload_empty", alike=True),
    ("POST", "/api/uploads/{file}"): Ask(body=of_upload, alike=True),
    ("GET", "/api/uploads"): Ask(alike=True),
    # Taken in by nobody.
    ("DELETE", "/api/uploads/{file}"): Ask(403, "not_your_upload", alike=True),
    ("POST", "/api/previews/schedule"): Ask(body=saying(training={}, steps=10), alike=True),
    ("POST", "/api/previews/data"): Ask(body=saying(data={"dataset": "xor"}), alike=True),
    ("GET", "/healthz"): Ask(alike=True),
    ("GET", "/readyz"): Ask(alike=True),
    # From this machine.
    ("GET", "/metrics"): Ask(),
    ("GET", "/api/operator"): Ask(),
    ("POST", "/api/operator/commands"): Ask(202, body=saying(type="admissions", paused=False)),
}


def ask(there: World, route: tuple[str, str], place: Place, kind: Kind) -> httpx.Response:
    asked, (method, path) = ASKS[route], route
    parts = {"id": there.ids[place], "format": "json", "link": "none", "file": there.upload["id"]}
    parts |= {"number": "0", "stream": "none", "branch": "b1"}
    headers = dict(asked.headers) | there.headers(kind, place)
    body = None if asked.body is None else asked.body(there, place)
    return there.web.http.request(method, path.format(**parts), headers=headers, json=body)


def outcome(answer: httpx.Response) -> Outcome:
    if answer.status_code < 400:
        return answer.status_code, None
    challenge = answer.headers.get("www-authenticate")
    assert challenge == ("Bearer" if answer.status_code == 401 else None)
    return answer.status_code, answer.json()["code"]


def due(refused: Refused | None, granted: Outcome) -> Outcome:
    return granted if refused is None else (refused.status, refused.code)


# --- routes ---------------------------------------------------------------------------------------


def test_no_route_is_left_out() -> None:
    assert set(ASKS) == set(ROUTES)


@pytest.mark.parametrize(
    ("route", "place"),
    [(route, place) for route in ASKS for place in places_of(route)],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else str(part),
)
def test_routes(there: World, route: tuple[str, str], place: Place) -> None:
    kinds = [
        kind for kind in Kind if not ASKS[route].ends or refusal(kind, place, route) is not None
    ]
    answers = {kind: ask(there, route, place, kind) for kind in kinds}
    assert {kind: outcome(answer) for kind, answer in answers.items()} == {
        kind: due(refusal(kind, place, route), ASKS[route].outcome) for kind in kinds
    }
    if ASKS[route].alike:
        granted = [answers[kind] for kind in kinds if refusal(kind, place, route) is None]
        assert len({answer.content for answer in granted}) <= 1


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        (place, kind)
        for place in SESSION_PLACES
        for kind in Kind
        if refusal_of_session(kind, place, Right.EDIT) is None
    ],
)
def test_a_session_is_deleted_by_whoever_may_edit_it(place: Place, kind: Kind) -> None:
    with world() as there:
        route = ("DELETE", "/api/sessions/{id}")
        needed = place in (Place.TEACHERS_SESSION, Place.PUPILS_SESSION)
        due = (409, "in_class") if needed else (204, None)
        assert outcome(ask(there, route, place, kind)) == due
        left = ask(there, ("GET", "/api/sessions/{id}"), place, kind)
        assert outcome(left) == ((200, None) if needed else (404, "no_such_session"))


def test_from_elsewhere_metrics_are_the_operators(there: World) -> None:
    for kind in Kind:
        headers = {"X-Forwarded-For": "198.51.100.7", **there.headers(kind, Place.SESSION)}
        answer = there.web.http.get("/metrics", headers=headers)
        refused = None if kind is Kind.OPERATOR else NO_OPERATOR_TOKEN
        assert outcome(answer) == due(refused, (200, None)), kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/api/sessions/{session}", Kind.EDIT),
        ("/api/sessions/{session}", Kind.TEACHER),
        ("/api/classes/{lesson}", Kind.TEACHER),
        ("/api/operator", Kind.OPERATOR),
    ],
)
def test_in_a_query_or_by_another_scheme_a_token_opens_nothing(
    there: World, path: str, kind: Kind
) -> None:
    place = Place.TEACHERS_SESSION
    path = path.format(session=there.ids[place], lesson=there.ids[Place.CLASS])
    token = there.token(kind, place)
    http = there.web.http
    assert http.get(path, headers=there.headers(kind, place)).status_code == 200
    for name in ("token", "authorization", "access_token"):
        assert http.get(path, params={name: token}).status_code == 401
    for scheme in ("Basic", "Bearer:", "Token"):
        headers = {"Authorization": f"{scheme} {token}"}
        assert http.get(path, headers=headers).status_code == 401


# --- commands -------------------------------------------------------------------------------------


def test_no_command_of_a_session_is_left_out() -> None:
    assert set(members(SessionCommand)) == {row.message for row in SESSION_COMMANDS}


NEEDS_A_PAST = {
    Undo: (409, "not_newest"),
    Look: (404, "no_such_step"),
    Continue: (404, "no_such_step"),
}
"""What whoever may give such a command is told where there is nothing that it could be about."""


@pytest.mark.parametrize("place", SESSION_PLACES)
@pytest.mark.parametrize("row", SESSION_COMMANDS, ids=attrgetter("name"))
def test_commands(there: World, row: Command, place: Place) -> None:
    for kind in Kind:
        refused = refusal_of_session(kind, place, row.needs)
        asked = len(there.web.engine.requests)
        answer = there.web.http.post(
            f"/api/sessions/{there.ids[place]}/commands",
            json=sample(row),
            headers=there.headers(kind, place),
        )
        assert outcome(answer) == due(refused, NEEDS_A_PAST.get(row.message, (202, None))), kind
        if refused is not None:
            assert len(there.web.engine.requests) == asked, f"{kind} has changed something"


def test_no_command_of_a_class_is_left_out() -> None:
    assert set(members(ClassCommand)) == {row.message for row in CLASS_COMMANDS}


@pytest.fixture
def lesson(there: World) -> tuple[Class, Pupil]:
    """Of the test's own, with what every command can change."""
    lesson = open_class(there.web)
    ada = lesson.join("Ada")
    lesson.obey(type="begin_challenge")
    assert lesson.call("POST", "/hand", ada.token, json={"raised": True}).status_code == 202
    return lesson, ada


@pytest.mark.parametrize("place", CLASS_PLACES)
@pytest.mark.parametrize("row", CLASS_COMMANDS, ids=attrgetter("name"))
def test_commands_of_a_class(there: World, row: Command, place: Place) -> None:
    command, before = sample(row, there.pupil), there.lesson.get()
    for kind in Kind:
        refused = refusal_of_class(kind, place, row.needs)
        if refused is not None:
            token = there.token(kind, place)
            answer = there.classroom(place).call("POST", "/commands", token, json=command)
            assert outcome(answer) == due(refused, (202, None)), kind
    assert there.lesson.get() == before


@pytest.mark.parametrize("row", CLASS_COMMANDS, ids=attrgetter("name"))
def test_a_class_obeys_its_teacher(lesson: tuple[Class, Pupil], row: Command) -> None:
    classroom, ada = lesson
    command = sample(row, ada.id)
    answer = classroom.call("POST", "/commands", classroom.token, json=command)
    assert outcome(answer) == (202, None)


OPERATORS: dict[type[Any], tuple[Json, Outcome]] = {
    operator.Park: ({"session": "none"}, (202, None)),
    operator.Close: ({"session": "none"}, (202, None)),
    operator.EndClass: ({"classroom": "none"}, (404, "no_such_class")),
    operator.Admissions: ({"paused": False}, (202, None)),
}


def test_no_command_of_the_operator_is_left_out() -> None:
    assert set(members(operator.Command)) == set(OPERATORS)


@pytest.mark.parametrize("command", OPERATORS, ids=type_of)
def test_commands_of_the_operator(there: World, command: type[Any]) -> None:
    fields, granted = OPERATORS[command]
    for kind in Kind:
        answer = there.web.http.post(
            "/api/operator/commands",
            json={"type": type_of(command), **fields},
            headers=there.headers(kind, Place.TEACHERS_SESSION),
        )
        refused = None if kind is Kind.OPERATOR else NO_OPERATOR_TOKEN
        assert outcome(answer) == due(refused, granted), kind
