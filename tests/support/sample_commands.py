"""A sample of every command: what those of sessions and of classes say."""

from __future__ import annotations

from typing import Any, get_args

from playground.wire.commands import BeginChallenge, Command, Controls, Pace, SetParameter, Step
from support.web import Json

FURTHER: dict[type[Any], Json] = {
    Step: {"count": 3},
    Pace: {"steps_per_second": 10},
    SetParameter: {"value": 0.5},
    Controls: {"locked": ["data"]},
    BeginChallenge: {"target": 0.9},
}
"""Fields beside those that a command needs, or with other values than any would do."""


def sample(row: Command, pupil: str = "") -> Json:
    """A command with the fields that it needs; those that name a pupil name this one."""
    fields = row.message.model_fields.items()
    needed = {name: _value(name, field, pupil) for name, field in fields if field.is_required()}
    return {"type": row.name, **needed, **FURTHER.get(row.message, {})}


def _value(name: str, field: Any, pupil: str) -> Any:
    if name in ("pupil", "whose"):
        return pupil
    if field.annotation is bool:
        return True
    if field.annotation in (int, float):
        return 0
    return {"branch": "b1", "nickname": "Grace", "layer": "h1", "layers": ["h1"], "mark": "a"}[name]


def type_of(kind: type[Any]) -> str:
    """By which a message or command says what it is."""
    return str(kind.model_fields["type"].default)


def members(union: Any) -> tuple[type[Any], ...]:
    """Of an annotated union."""
    return get_args(get_args(union)[0])
