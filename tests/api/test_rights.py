"""Every route declares its right and asks for it. What comes of that: `test_rights_matrix`."""

from __future__ import annotations

import inspect

from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute

from playground.api.app import create_app
from playground.api.rights import ROUTES
from playground.api.settings import Settings
from playground.session.links import Links
from playground.session.refusals import Refusal
from playground.wire.rights import Right
from support.refusals import refused
from support.web import inner


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


PAGES = {"/", "/s/{session}", "/join", "/join/{code}", "/class/{classroom}"}
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
            assert route.path == "/help"
        elif isinstance(route, APIRoute) and route.path not in OPEN_FILES:
            for method in route.methods:
                assert (method, route.path) in declared
                declared.pop((method, route.path))
        elif isinstance(route, Route):
            assert route.path in OPEN_FILES | {app.openapi_url, "/docs"}
    assert not declared, "declared, but there is no such route"


def test_session_routes_check_tokens() -> None:
    """A route with a session in its path takes it from `authorize` and nowhere else."""
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
        with refused(Refusal.NO_TOKEN):
            links.opened_by(wrong, now=0)
