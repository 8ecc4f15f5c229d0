"""Kinds of token, the sessions and classes at which each is tried, and what it opens of them.

`SESSIONS` and `CLASSES` are the requirement: nothing in them is asked of the server.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from playground.api.rights import ROUTES
from playground.store.memory import MemoryStore
from playground.store.rows import LinkRow
from playground.wire.rights import Right, Role
from support.classes import Class, open_class
from support.uploading import csv_of, uploaded
from support.web import Json, Made, Web, web

OPERATORS_TOKEN = "an-operators-own-token-0123456789"
FOR_EVER_S = 1e6


class Kind(StrEnum):
    """Of a token. The links are of the session at hand, or of that from which the class was opened."""

    NONE = "none"
    WRONG = "wrong"
    VIEW = "view"
    FORK = "fork"
    EDIT = "edit"
    REVOKED = "revoked"
    EXPIRED = "expired"
    STRANGERS = "another session's edit"
    PUPIL = "pupil in the class"
    PUPILS_EDIT = "pupil's session edit"
    OTHER_PUPIL = "another pupil in the class"
    OTHER_PUPILS_EDIT = "another pupil's session edit"
    REMOVED_PUPIL = "removed pupil in the class"
    REMOVED_PUPILS_EDIT = "removed pupil's session edit"
    SHOWN = "show"
    KEPT = "kept"
    TEACHER = "teacher"
    OTHER_TEACHER = "another class's teacher"
    OTHER_CLASS_PUPIL = "another class's pupil"
    PAST_TEACHER = "teacher of a class that is over"
    PAST_PUPIL = "pupil of a class that is over"
    PAST_PUPILS_EDIT = "session edit of a pupil of a class that is over"
    OPERATOR = "operator"


LINKS = (Kind.VIEW, Kind.FORK, Kind.EDIT, Kind.REVOKED, Kind.EXPIRED)


class Place(StrEnum):
    """What is asked about."""

    SESSION = "session of no class"
    TEACHERS_SESSION = "session of a class's teacher"
    PUPILS_SESSION = "pupil's session that is shown"
    REMOVED_PUPILS_SESSION = "removed pupil's session"
    KEPT_SESSION = "session that was put aside for a pupil"
    PAST_TEACHERS_SESSION = "session of the teacher of a class that is over"
    PAST_PUPILS_SESSION = "session of a pupil of a class that is over"
    NO_SESSION = "no session"
    CLASS = "class"
    PAST_CLASS = "class that is over"
    NO_CLASS = "no class"


@dataclass(frozen=True)
class Refused:
    """`closes` is the code with which a stream ends for the same reason."""

    status: int
    code: str
    closes: int = 0


NO_TOKEN = Refused(401, "no_token", 4401)
LINK_REVOKED = Refused(403, "link_revoked", 4403)
LINK_ENDED = Refused(403, "link_ended", 4403)
FORBIDDEN = Refused(403, "forbidden")
NO_SUCH_SESSION = Refused(404, "no_such_session", 4404)
NO_CLASS_TOKEN = Refused(401, "no_class_token", 4401)
CLASS_FORBIDDEN = Refused(403, "class_forbidden", 4403)
CLASS_OVER = Refused(410, "class_over", 4410)
NO_SUCH_CLASS = Refused(404, "no_such_class", 4404)
NO_OPERATOR_TOKEN = Refused(401, "no_operator_token")

OWN: dict[Kind, Right | Refused] = {
    Kind.VIEW: Right.VIEW,
    Kind.FORK: Right.FORK,
    Kind.EDIT: Right.EDIT,
    Kind.REVOKED: LINK_REVOKED,
    Kind.EXPIRED: LINK_ENDED,
}

SESSIONS: dict[Place, dict[Kind, Right | Refused]] = {
    Place.SESSION: OWN,
    Place.TEACHERS_SESSION: OWN | {Kind.TEACHER: Right.EDIT},
    Place.PUPILS_SESSION: OWN
    | {Kind.PUPILS_EDIT: Right.EDIT, Kind.TEACHER: Right.EDIT, Kind.SHOWN: Right.VIEW},
    Place.REMOVED_PUPILS_SESSION: OWN
    | {Kind.REMOVED_PUPILS_EDIT: Right.EDIT, Kind.TEACHER: LINK_REVOKED},
    Place.KEPT_SESSION: OWN | {Kind.KEPT: Right.EDIT},
    # It is the teacher's own: it stays theirs, as what pupils made stays the pupils'.
    Place.PAST_TEACHERS_SESSION: OWN | {Kind.PAST_TEACHER: Right.EDIT},
    Place.PAST_PUPILS_SESSION: OWN
    | {Kind.PAST_PUPILS_EDIT: Right.EDIT, Kind.PAST_TEACHER: LINK_REVOKED},
}
"""What a token opens, or why not; one that is not in it is `NO_TOKEN`."""

CLASSES: dict[Place, dict[Kind, Role]] = {
    Place.CLASS: {
        Kind.TEACHER: Role.TEACHER,
        Kind.PUPIL: Role.PUPIL,
        Kind.OTHER_PUPIL: Role.PUPIL,
    },
    Place.PAST_CLASS: {Kind.PAST_TEACHER: Role.TEACHER, Kind.PAST_PUPIL: Role.PUPIL},
}
"""As whom a token is known; one that is not in it is `NO_CLASS_TOKEN`."""

AFTER_THE_END = {("GET", "/api/classes/{id}/results.csv")}
"""Of a class that is over, its teacher may do this still."""

SESSION_PLACES = (*SESSIONS, Place.NO_SESSION)
CLASS_PLACES = (*CLASSES, Place.NO_CLASS)


def places_of(route: tuple[str, str]) -> tuple[Place, ...]:
    """Where a route is tried."""
    if "/classes/{id}" in route[1]:
        return CLASS_PLACES
    about_a_session = "/sessions/{id}" in route[1] or isinstance(ROUTES[route], Right)
    return SESSION_PLACES if about_a_session else (Place.SESSION,)


def refusal_of_session(kind: Kind, place: Place, needed: Right) -> Refused | None:
    """None for a token that may."""
    if place is Place.NO_SESSION:
        return NO_SUCH_SESSION
    opens = SESSIONS[place].get(kind, NO_TOKEN)
    if isinstance(opens, Refused):
        return opens
    return None if opens >= needed else FORBIDDEN


def refusal_of_class(
    kind: Kind, place: Place, needed: Role, *, after_the_end: bool = False
) -> Refused | None:
    """None for a token that may."""
    if place is Place.NO_CLASS:
        return NO_SUCH_CLASS
    role = CLASSES[place].get(kind)
    if role is None:
        return NO_CLASS_TOKEN
    if role is not needed:
        return CLASS_FORBIDDEN
    return CLASS_OVER if place is Place.PAST_CLASS and not after_the_end else None


def refusal(kind: Kind, place: Place, route: tuple[str, str]) -> Refused | None:
    """By `ROUTES`; None for a token that may."""
    match ROUTES[route]:
        case None:
            return None
        case Role.OPERATOR:
            return None if kind is Kind.OPERATOR else NO_OPERATOR_TOKEN
        case Role() as role:
            return refusal_of_class(kind, place, role, after_the_end=route in AFTER_THE_END)
        case right:
            return refusal_of_session(kind, place, right)


@dataclass
class World:
    """A server with a session or class at every place, and a token of every kind."""

    web: Web
    lesson: Class
    """The class that runs."""
    pupil: str
    """In it, whose session is shown."""
    other: Class
    ids: dict[Place, str]
    upload: Json
    tokens: dict[Kind, str] = field(default_factory=dict)
    links: dict[Place, dict[Kind, str]] = field(default_factory=dict)

    def token(self, kind: Kind, place: Place) -> str | None:
        if kind is Kind.NONE:
            return None
        return (
            self.links[SESSION_OF.get(place, place)][kind] if kind in LINKS else self.tokens[kind]
        )

    def headers(self, kind: Kind, place: Place) -> dict[str, str]:
        token = self.token(kind, place)
        return {} if token is None else {"Authorization": f"Bearer {token}"}

    def made(self, place: Place) -> Made:
        return Made(self.web, {"id": self.ids[place], "revision": 1})

    def classroom(self, place: Place) -> Class:
        return Class(self.web, self.lesson.session, {"id": self.ids[place]})


SESSION_OF = {
    Place.NO_SESSION: Place.SESSION,
    Place.CLASS: Place.TEACHERS_SESSION,
    Place.PAST_CLASS: Place.PAST_TEACHERS_SESSION,
    Place.NO_CLASS: Place.TEACHERS_SESSION,
}
"""Whose links are tried at a place that is no session."""


@contextmanager
def world() -> Iterator[World]:
    """Nobody's session is put to sleep or parked in it, unless it is told so."""
    store = MemoryStore()
    with web(
        store=store,
        operator_token=OPERATORS_TOKEN,
        max_sessions=100_000,
        sleep_s=FOR_EVER_S,
        park_s=FOR_EVER_S,
    ) as running:
        yield peopled(running, store)


def peopled(running: Web, store: MemoryStore) -> World:
    lesson, other, past = (open_class(running) for _ in range(3))
    ada, bo, cem = (lesson.join(name) for name in ("Ada", "Bo", "Cem"))
    dee, eve = past.join("Dee"), other.join("Eve")
    lesson.obey(type="push", keep=True, pupils=[ada.id])
    lesson.obey(type="show", whose=ada.id)
    with ada.made.page() as page:
        told = page.next("pupil")
    shown, (kept,) = told["showing"]["token"], told["kept"]
    lesson.obey(type="remove_pupil", pupil=cem.id)
    past.obey(type="end_class")
    alone = running.create()
    owners = {
        Place.SESSION: (alone.id, alone.edit),
        Place.TEACHERS_SESSION: (lesson.session.id, lesson.session.edit),
        Place.PUPILS_SESSION: (ada.made.id, ada.made.edit),
        Place.REMOVED_PUPILS_SESSION: (cem.made.id, cem.made.edit),
        Place.KEPT_SESSION: (kept["session"], kept["token"]),
        Place.PAST_TEACHERS_SESSION: (past.session.id, past.session.edit),
        Place.PAST_PUPILS_SESSION: (dee.made.id, dee.made.edit),
    }
    nowhere = {Place.NO_SESSION: "5e551005e551005e", Place.NO_CLASS: "c1a55005c1a55005"}
    classes = {Place.CLASS: lesson.id, Place.PAST_CLASS: past.id}
    return World(
        running,
        lesson,
        ada.id,
        other,
        {place: id for place, (id, _) in owners.items()} | classes | nowhere,
        uploaded(csv_of({"a": list(range(40)), "b": [0, 1] * 20})).model_dump(mode="json"),
        {
            Kind.WRONG: "no-such-token-0123456789-abcdef",
            Kind.STRANGERS: running.create().edit,
            Kind.PUPIL: ada.token,
            Kind.PUPILS_EDIT: ada.made.edit,
            Kind.OTHER_PUPIL: bo.token,
            Kind.OTHER_PUPILS_EDIT: bo.made.edit,
            Kind.REMOVED_PUPIL: cem.token,
            Kind.REMOVED_PUPILS_EDIT: cem.made.edit,
            Kind.SHOWN: shown,
            Kind.KEPT: kept["token"],
            Kind.TEACHER: lesson.token,
            Kind.OTHER_TEACHER: other.token,
            Kind.OTHER_CLASS_PUPIL: eve.token,
            Kind.PAST_TEACHER: past.token,
            Kind.PAST_PUPIL: dee.token,
            Kind.PAST_PUPILS_EDIT: dee.made.edit,
            Kind.OPERATOR: OPERATORS_TOKEN,
        },
        {place: linked(running, store, *owner) for place, owner in owners.items()},
    )


def linked(running: Web, store: MemoryStore, id: str, token: str) -> dict[Kind, str]:
    """A link of every kind to this session."""
    session, links = Made(running, {"id": id}), {}
    for kind in (Kind.VIEW, Kind.FORK, Kind.EDIT, Kind.REVOKED):
        right = "edit" if kind is Kind.REVOKED else kind.value
        answer = session.call("POST", "/links", token, json={"right": right})
        assert answer.status_code == 201, answer.text
        links[kind] = answer.json()["token"]
        if kind is Kind.REVOKED:
            link = answer.json()["link"]["id"]
            assert session.call("DELETE", f"/links/{link}", token).status_code == 204
    # A link cannot be made with an end that is past: it is put into the store while nobody has
    # the session in memory.
    answer = running.http.post(
        "/api/operator/commands",
        json={"type": "park", "session": id},
        headers={"Authorization": f"Bearer {OPERATORS_TOKEN}"},
    )
    assert answer.status_code == 202, answer.text
    links[Kind.EXPIRED] = f"expired-{id}"
    digest = hashlib.sha256(links[Kind.EXPIRED].encode()).digest()
    store.put(LinkRow(f"expired-{id}", id, digest, "edit", "", 1.0, until=2.0))
    assert session.call("GET", "", token).status_code == 200, "it is awake again"
    return links
