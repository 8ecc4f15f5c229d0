"""The routes of the server: a file a resource."""

from __future__ import annotations

from fastapi import APIRouter

from playground.api.routes import (
    branches,
    class_events,
    class_stream,
    classes,
    commands,
    edits,
    exports,
    health,
    history,
    lessons,
    licenses,
    links,
    openapi,
    operator,
    pages,
    pictures,
    previews,
    session_events,
    session_stream,
    sessions,
    uploads,
    weights,
)

ROUTERS: tuple[APIRouter, ...] = (
    sessions.router,
    edits.router,
    commands.router,
    lessons.router,
    licenses.router,
    openapi.router,
    previews.router,
    exports.router,
    weights.router,
    links.router,
    history.router,
    branches.router,
    pictures.router,
    session_stream.router,
    session_events.router,
    classes.router,
    class_stream.router,
    class_events.router,
    uploads.router,
    health.router,
    operator.router,
    operator.pages,
    openapi.pages,
    pages.router,
)
"""All of them. What each needs of a token stands in `rights.ROUTES`."""
