"""Which right each route needs. A route that is not in the table answers nobody."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Request

from playground.session.capability import Right
from playground.session.refusal import Forbidden
from playground.session.registry import Registry
from playground.session.session import Session

PUBLIC = None

ROUTES: dict[tuple[str, str], Right | None] = {
    ("POST", "/api/sessions"): PUBLIC,
    ("GET", "/api/sessions/{id}"): Right.VIEW,
    ("PATCH", "/api/sessions/{id}/spec"): Right.EDIT,
    # The command's own right is checked where the command is known.
    ("POST", "/api/sessions/{id}/commands"): Right.VIEW,
    ("GET", "/api/sessions/{id}/export/{format}"): Right.VIEW,
    ("POST", "/api/sessions/{id}/weights"): Right.EDIT,
    ("GET", "/api/presets"): PUBLIC,
    ("GET", "/api/lessons"): PUBLIC,
    ("GET", "/api/schema"): PUBLIC,
    # Whoever may make a session may give it data; the id that an upload gets cannot be guessed.
    ("PUT", "/api/uploads"): PUBLIC,
    ("POST", "/api/uploads/{file}"): PUBLIC,
    ("POST", "/api/previews/schedule"): PUBLIC,
    ("POST", "/api/previews/data"): PUBLIC,
    ("GET", "/healthz"): PUBLIC,
    ("GET", "/readyz"): PUBLIC,
    ("GET", "/metrics"): PUBLIC,
}


def registry(request: Request) -> Registry:
    found: Registry = request.app.state.registry
    return found


def bearer(authorization: Annotated[str, Header()] = "") -> str | None:
    scheme, _, token = authorization.partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


async def declared(request: Request) -> Right | None:
    """The right that this route needs. Raises `Forbidden` for a route that the table lacks."""
    path = request.scope["route"].path
    try:
        return ROUTES[request.method, path]
    except KeyError:
        raise Forbidden from None


Held = Annotated[Registry, Depends(registry)]
Declared = Annotated[Right | None, Depends(declared)]
Token = Annotated[str | None, Depends(bearer)]


def authorised(id: str, sessions: Held, needed: Declared, token: Token) -> tuple[Session, Right]:
    """Raises `Unknown`, `NoToken` or `Forbidden`."""
    return sessions.authorised(id, token, needed or Right.VIEW)


Granted = Annotated[tuple[Session, Right], Depends(authorised)]
