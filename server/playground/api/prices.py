"""The price of each route and command, in tokens. What is not in the tables is done for nobody.

A token is about a millisecond of the server's work at worst. How many a person and an address have in
a minute are limits (`limits.py`); who has spent theirs waits some seconds.
"""

from __future__ import annotations

from math import ceil, prod

from playground.spec.data import DataSpec

FREE = 0
"""For what is asked by machines, and costs no more than to refuse it."""
VALUES_A_TOKEN = 50_000
"""Numbers of a data set that are drawn or read for one token: of images of 28 by 28, 64."""
STREAM = "STREAM"
"""In place of a method: a WebSocket that is opened. What is sent on it has a bound of its own."""

ROUTES: dict[tuple[str, str], int] = {
    ("POST", "/api/sessions"): 20,
    ("GET", "/api/sessions/{id}"): 2,
    ("DELETE", "/api/sessions/{id}"): 5,
    # A slider that is dragged sends as many as are answered.
    ("PATCH", "/api/sessions/{id}/spec"): 1,
    # And that of the command.
    ("POST", "/api/sessions/{id}/commands"): 1,
    ("GET", "/api/sessions/{id}/export/{format}"): 40,
    ("POST", "/api/sessions/{id}/weights"): 60,
    ("GET", "/api/sessions/{id}/links"): 2,
    ("POST", "/api/sessions/{id}/links"): 2,
    ("DELETE", "/api/sessions/{id}/links/{link}"): 2,
    ("GET", "/api/sessions/{id}/history"): 10,
    ("GET", "/api/sessions/{id}/branches"): 5,
    ("GET", "/api/sessions/{id}/branches/{branch}/curves"): 10,
    ("PUT", "/api/sessions/{id}/preview"): 2,
    ("GET", "/api/sessions/{id}/picture.png"): 20,
    ("POST", "/api/classes"): 10,
    ("POST", "/api/classes/join"): 20,
    ("POST", "/api/classes/seat"): 20,
    ("GET", "/api/classes/{id}"): 5,
    ("POST", "/api/classes/{id}/commands"): 2,
    ("POST", "/api/classes/{id}/hand"): 2,
    ("GET", "/api/classes/{id}/results.csv"): 10,
    ("GET", "/api/presets"): 2,
    ("GET", "/api/lessons"): 5,
    ("GET", "/api/schema"): 10,
    ("GET", "/api/licenses"): 5,
    ("GET", "/api/licenses/{number}"): 2,
    ("PUT", "/api/uploads"): 20,
    ("POST", "/api/uploads/{file}"): 60,
    ("GET", "/api/uploads"): 5,
    # The texts of all set-ups with an upload are looked through.
    ("DELETE", "/api/uploads/{file}"): 60,
    ("POST", "/api/previews/schedule"): 10,
    # And that of drawing the data.
    ("POST", "/api/previews/data"): 10,
    ("GET", "/healthz"): FREE,
    ("GET", "/readyz"): FREE,
    ("GET", "/metrics"): FREE,
    ("GET", "/api/operator"): 10,
    ("POST", "/api/operator/commands"): 5,
    (STREAM, "/api/sessions/{id}/stream"): 5,
    (STREAM, "/api/classes/{id}/stream"): 5,
    # The same without a WebSocket, and what is said on it.
    ("GET", "/api/sessions/{id}/events"): 5,
    ("POST", "/api/sessions/{id}/events/{stream}"): 1,
    ("GET", "/api/classes/{id}/events"): 5,
    ("POST", "/api/classes/{id}/events/{stream}"): 1,
    ("GET", "/"): 1,
    ("GET", "/s/{session}"): 5,
    ("GET", "/join"): 1,
    ("GET", "/join/{code}"): 1,
    ("GET", "/class/{classroom}"): 1,
    ("GET", "/vendor/plotly.min.js"): 10,
    ("GET", "/docs"): 1,
    ("GET", "/operator"): 1,
    ("GET", "/operator/{name}"): 1,
}

COMMANDS: dict[str, int] = {
    "play": 1,
    "pause": 1,
    "step": 1,
    "reset": 5,
    "seek": 5,
    "undo": 10,
    # A run of its own, that may have to train up to there.
    "look": 10,
    "now": 1,
    "continue": 10,
    "pace": 1,
    # A weight that is dragged.
    "set_parameter": 1,
    "fresh_weights": 5,
    "swap_weights": 5,
    "fork": 20,
    "eyes_here": 10,
    "push": 100,
    "controls": 10,
    "begin_challenge": 100,
    "end_challenge": 10,
    "show": 10,
    "rename_pupil": 10,
    "remove_pupil": 10,
    "lower_hand": 5,
    "close_door": 5,
    "end_class": 20,
}
"""To sessions and to classes, by their names in messages; on top of their route's price."""


def price_of(data: DataSpec) -> int:
    """Return the price of drawing or reading a data set, on top of its route's."""
    return ceil(data.size * prod(data.input_shape) / VALUES_A_TOKEN)
