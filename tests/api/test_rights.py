"""Who may do what: every route and every command, for every kind of token."""

from __future__ import annotations

import inspect
from typing import Any, get_args

import pytest
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute

from playground.api.access import ROUTES
from playground.api.app import create_app
from playground.api.settings import Settings
from playground.session.capability import COMMAND_RIGHTS, Right
from playground.session.links import Links
from playground.session.refusal import NoToken
from playground.wire import messages
from support.web import Made, Web, inner

UNION = get_args(messages.Command)[0]
MEMBERS = get_args(UNION)

WISHES: dict[type[Any], dict[str, Any]] = {
    messages.Play: {},
    messages.Pause: {},
    messages.Step: {"count": 3},
    messages.Reset: {},
    messages.Seek: {"step": 0},
    messages.Pace: {"steps_per_second": 10},
    messages.SetParameter: {"layer": "h1", "unit": 0, "value": 0.5},
    messages.Fork: {},
}


def test_every_command_has_a_right() -> None:
    assert set(COMMAND_RIGHTS) == set(MEMBERS)
    assert set(WISHES) == set(MEMBERS)


def wish(kind: type[Any]) -> dict[str, Any]:
    return {"type": kind.model_fields["type"].default, **WISHES[kind]}


@pytest.mark.parametrize("kind", MEMBERS, ids=lambda kind: kind.__name__)
def test_commands_by_token(served: Web, made: Made, kind: type[Any]) -> None:
    other = served.create()
    needed = COMMAND_RIGHTS[kind]
    assert made.command(made.edit, **wish(kind)).status_code == 202
    by_viewer = made.command(made.view, **wish(kind))
    assert by_viewer.status_code == (202 if needed <= Right.VIEW else 403)
    assert made.command(other.edit, **wish(kind)).status_code == 401
    assert made.command("no such token", **wish(kind)).status_code == 401
    without = served.http.post(f"/api/sessions/{made.id}/commands", json=wish(kind))
    assert without.status_code == 401
    assert without.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("method", "path", "needed"),
    [
        ("GET", "", Right.VIEW),
        ("PATCH", "/spec", Right.EDIT),
        ("GET", "/export/json", Right.VIEW),
        ("GET", "/export/csv", Right.VIEW),
    ],
)
def test_routes_by_token(served: Web, made: Made, method: str, path: str, needed: Right) -> None:
    more: dict[str, Any] = (
        {"json": {"patch": []}, "headers": {"If-Match": "1"}} if method == "PATCH" else {}
    )
    assert made.call(method, path, made.edit, **dict(more)).status_code == 200
    by_viewer = made.call(method, path, made.view, **dict(more)).status_code
    assert by_viewer == (200 if needed <= Right.VIEW else 403)
    assert made.call(method, path, served.create().edit, **dict(more)).status_code == 401


def walk(routes: list[BaseRoute]) -> list[BaseRoute]:
    """All routes, those of included routers too."""
    found: list[BaseRoute] = []
    for route in routes:
        nested = getattr(route, "original_router", None) or getattr(route, "router", None)
        if nested is not None and not isinstance(route, Route):
            found += walk(nested.routes)
        else:
            found.append(route)
    return found


PAGES = {"/", "/s/{session}", "/join/{code}", "/class/{classroom}"}
OPEN_FILES = {*PAGES, "/docs", "/vendor/plotly.min.js", "/operator", "/operator/{name}"}
PICTURE = "/api/sessions/{id}/picture.png"
"""Public where who may edit the session has allowed it: `test_previews`."""
FIRST_MESSAGE = {"/api/sessions/{id}/stream", "/api/classes/{id}/stream"}


def test_every_route_declares_its_right() -> None:
    app = inner(create_app(Settings()))
    declared = dict(ROUTES)
    for route in walk(list(app.routes)):
        if isinstance(route, WebSocketRoute) or route.__class__.__name__ == "APIWebSocketRoute":
            assert route.path in FIRST_MESSAGE  # type: ignore[attr-defined]
        elif isinstance(route, Mount):
            assert route.name == "static"
        elif isinstance(route, APIRoute) and route.path not in OPEN_FILES:
            for method in route.methods:
                assert (method, route.path) in declared
                declared.pop((method, route.path))
        elif isinstance(route, Route):
            assert route.path in OPEN_FILES | {app.openapi_url, "/docs"}
    assert not declared, "declared, but there is no such route"


def test_session_routes_check_tokens() -> None:
    """A route with a session in its path takes it from `authorised` and nowhere else."""
    app = inner(create_app(Settings()))
    for route in walk(list(app.routes)):
        public = route.path == PICTURE if isinstance(route, APIRoute) else True
        if isinstance(route, APIRoute) and "{id}" in route.path and not public:
            parameters = inspect.signature(route.endpoint).parameters
            assert "granted" in parameters
            assert ROUTES[next(iter(route.methods)), route.path] is not None


def test_tokens_are_kept_as_digests() -> None:
    links = Links()
    link, token = links.issue(Right.EDIT, now=0)
    assert len(token) == 32
    assert links.opened_by(token, now=0) is link
    assert token not in repr(list(links))
    for wrong in (token[:-1], "\ud800", "", None):
        with pytest.raises(NoToken):
            links.opened_by(wrong, now=0)
