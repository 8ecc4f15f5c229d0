"""Every route of a session and its stream, for every kind of token."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from playground.api.access import ROUTES
from playground.session.capability import COMMAND_RIGHTS, Right
from playground.spec.presets import PRESETS
from playground.store.memory import MemoryStore
from playground.store.rows import EditRow, LinkRow, SessionRow
from support.web import Made, Web, web

ID = "5e551005e551005e"
PATCH: dict[str, Any] = {"json": {"patch": []}, "headers": {"If-Match": "1"}}


@dataclass(frozen=True)
class Token:
    """`right` is what it grants; None for one that opens nothing, which is refused as `code`."""

    name: str
    right: Right | None = None
    code: str = "no_token"
    status: int = 401
    closes: int = 4401


TOKENS = (
    Token("none"),
    Token("wrong"),
    Token("view", Right.VIEW),
    Token("fork", Right.FORK),
    Token("edit", Right.EDIT),
    Token("revoked", None, "link_revoked", 403, 4403),
    Token("expired", None, "link_ended", 403, 4403),
    Token("another session's"),
)


@dataclass(frozen=True)
class Ask:
    """A request that whoever may make it is granted, with its status."""

    method: str
    route: str
    status: int = 200
    body: dict[str, Any] | None = None
    path: str | None = None
    """Where it is not the route's own."""


ASKED = (
    Ask("GET", ""),
    Ask("PATCH", "/spec"),
    Ask("POST", "/commands", 202, {"type": "fork"}),
    Ask("GET", "/export/{format}", path="/export/json"),
    Ask("POST", "/weights", 422),
    Ask("GET", "/links"),
    Ask("POST", "/links", 201, {"right": "view"}),
    Ask("DELETE", "/links/{link}", 404, path="/links/none"),
    Ask("GET", "/history"),
    Ask("PUT", "/preview", 200, {"on": False}),
)


def link(session: str, name: str, **more: Any) -> LinkRow:
    token = f"{name}-{session}"
    digest = hashlib.sha256(token.encode()).digest()
    right = name if name in ("view", "fork") else "edit"
    return LinkRow(f"{session}-{name}", session, digest, right, "", 1.0, **more)


@pytest.fixture(scope="module")
def running() -> Iterator[Web]:
    """With two sessions in its store, each with a link of every kind."""
    store, document = MemoryStore(), PRESETS["xor"].model_dump(mode="json")
    for id in (ID, ID[::-1]):
        store.put(
            SessionRow(id, document, 1, 1, False, None, 1.0, time.time()),
            EditRow(id, 1, document, "", 1.0),
            *(link(id, name) for name in ("view", "fork", "edit")),
            link(id, "revoked", revoked=2.0),
            link(id, "expired", until=2.0),
        )
    with web(store=store) as served:
        yield served


def known(running: Web) -> Made:
    return Made(running, {"id": ID, "revision": 1})


def told(token: Token) -> str | None:
    if token.name == "none":
        return None
    if token.name == "another session's":
        return f"edit-{ID[::-1]}"
    return f"{token.name}-{ID}"


def test_every_route_of_a_session_is_asked() -> None:
    routes = {
        (method, path.removeprefix("/api/sessions/{id}"))
        for (method, path), needed in ROUTES.items()
        if path.startswith("/api/sessions/{id}") and needed is not None
    }
    assert {(ask.method, ask.route) for ask in ASKED} == routes


@pytest.mark.parametrize("token", TOKENS, ids=lambda token: token.name)
@pytest.mark.parametrize("ask", ASKED, ids=lambda ask: f"{ask.method}{ask.route}")
def test_routes(running: Web, ask: Ask, token: Token) -> None:
    more = {"json": ask.body} if ask.body else dict(PATCH) if ask.method == "PATCH" else {}
    headers = more.pop("headers", {})
    if told(token) is not None:
        headers = headers | {"Authorization": f"Bearer {told(token)}"}
    path = f"/api/sessions/{ID}{ask.route if ask.path is None else ask.path}"
    answer = running.http.request(ask.method, path, headers=headers, **more)
    needed = ROUTES[ask.method, f"/api/sessions/{{id}}{ask.route}"]
    assert needed is not None
    if token.right is None:
        assert (answer.status_code, answer.json()["code"]) == (token.status, token.code)
    elif token.right < needed:
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    else:
        assert answer.status_code == ask.status


@pytest.mark.parametrize("token", TOKENS, ids=lambda token: token.name)
def test_commands(running: Web, token: Token) -> None:
    wishes: dict[str, dict[str, Any]] = {
        "seek": {"step": 0},
        "set_parameter": {"layer": "h1", "unit": 0, "value": 0.5},
    }
    for command, needed in COMMAND_RIGHTS.items():
        type = command.model_fields["type"].default
        wish = {"type": type, **wishes.get(type, {})}
        headers = {} if told(token) is None else {"Authorization": f"Bearer {told(token)}"}
        answer = running.http.post(f"/api/sessions/{ID}/commands", json=wish, headers=headers)
        granted = token.right is not None and token.right >= needed
        assert answer.status_code == (
            202 if granted else token.status if token.right is None else 403
        )


@pytest.mark.parametrize("token", TOKENS, ids=lambda token: token.name)
def test_the_stream(running: Web, token: Token) -> None:
    with known(running).page(told(token) or "none") as page:
        if token.right is None:
            assert page.closed()[0] == token.closes
        else:
            assert page.next("spec")["rights"] == token.right.label


def test_in_a_path_or_a_query_a_token_opens_nothing(running: Web) -> None:
    token = f"edit-{ID}"
    for path in (f"/api/sessions/{ID}?token={token}", f"/api/sessions/{ID}?authorization={token}"):
        assert running.http.get(path).status_code == 401
    for scheme in ("Basic", "Bearer:", "Token"):
        headers = {"Authorization": f"{scheme} {token}"}
        assert running.http.get(f"/api/sessions/{ID}", headers=headers).status_code == 401
