"""The right that each route needs. A route that is not in the table answers nobody."""

from __future__ import annotations

from playground.wire.rights import Right, Role

PUBLIC = None


Needed = Right | Role | None

ROUTES: dict[tuple[str, str], Needed] = {
    ("POST", "/api/sessions"): PUBLIC,
    ("GET", "/api/sessions/{id}"): Right.VIEW,
    ("DELETE", "/api/sessions/{id}"): Right.EDIT,
    ("PATCH", "/api/sessions/{id}/spec"): Right.EDIT,
    # The command's own right is checked where the command is known.
    ("POST", "/api/sessions/{id}/commands"): Right.VIEW,
    ("GET", "/api/sessions/{id}/export/{format}"): Right.VIEW,
    ("POST", "/api/sessions/{id}/weights"): Right.EDIT,
    ("GET", "/api/sessions/{id}/links"): Right.EDIT,
    ("POST", "/api/sessions/{id}/links"): Right.EDIT,
    ("DELETE", "/api/sessions/{id}/links/{link}"): Right.EDIT,
    ("GET", "/api/sessions/{id}/history"): Right.VIEW,
    ("GET", "/api/sessions/{id}/branches"): Right.VIEW,
    ("GET", "/api/sessions/{id}/branches/{branch}/curves"): Right.VIEW,
    ("GET", "/api/sessions/{id}/events"): Right.VIEW,
    ("POST", "/api/sessions/{id}/events/{stream}"): Right.VIEW,
    ("PUT", "/api/sessions/{id}/preview"): Right.EDIT,
    # For a chat's preview of a link, if who may edit the session has allowed it.
    ("GET", "/api/sessions/{id}/picture.png"): PUBLIC,
    # Of the session that the body names.
    ("POST", "/api/classes"): Right.EDIT,
    # Whoever knows the code.
    ("POST", "/api/classes/join"): PUBLIC,
    # By a code, as a class is joined.
    ("POST", "/api/classes/seat"): PUBLIC,
    ("GET", "/api/classes/{id}"): Role.TEACHER,
    ("POST", "/api/classes/{id}/commands"): Role.TEACHER,
    ("POST", "/api/classes/{id}/hand"): Role.PUPIL,
    ("GET", "/api/classes/{id}/events"): Role.TEACHER,
    ("POST", "/api/classes/{id}/events/{stream}"): Role.TEACHER,
    ("GET", "/api/classes/{id}/results.csv"): Role.TEACHER,
    ("GET", "/api/presets"): PUBLIC,
    ("GET", "/api/lessons"): PUBLIC,
    ("GET", "/api/schema"): PUBLIC,
    ("GET", "/api/licenses"): PUBLIC,
    ("GET", "/api/licenses/{number}"): PUBLIC,
    # Whoever may make a session may give it data; the id that an upload gets cannot be guessed.
    ("PUT", "/api/uploads"): PUBLIC,
    ("POST", "/api/uploads/{file}"): PUBLIC,
    # One's own, by the browser's identity.
    ("GET", "/api/uploads"): PUBLIC,
    ("DELETE", "/api/uploads/{file}"): PUBLIC,
    ("POST", "/api/previews/schedule"): PUBLIC,
    ("POST", "/api/previews/data"): PUBLIC,
    ("GET", "/healthz"): PUBLIC,
    ("GET", "/readyz"): PUBLIC,
    # From this machine; from others with the operator's token.
    ("GET", "/metrics"): PUBLIC,
    ("GET", "/api/operator"): Role.OPERATOR,
    ("POST", "/api/operator/commands"): Role.OPERATOR,
}
