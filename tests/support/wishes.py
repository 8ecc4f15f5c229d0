"""A wish of every kind: what the commands of sessions and of classes say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from playground.wire import classroom as wire
from playground.wire import messages
from support.web import Json

WISHES: dict[type[Any], Json] = {
    messages.Play: {},
    messages.Pause: {},
    messages.Step: {"count": 3},
    messages.Reset: {},
    messages.Seek: {"step": 0},
    messages.Pace: {"steps_per_second": 10},
    messages.SetParameter: {"layer": "h1", "unit": 0, "value": 0.5},
    messages.Fork: {},
}

CLASS_WISHES: dict[type[Any], Callable[[str], Json]] = {
    wire.EyesHere: lambda pupil: {"on": True},
    wire.Push: lambda pupil: {"keep": True},
    wire.Controls: lambda pupil: {"locked": ["data"]},
    wire.BeginChallenge: lambda pupil: {"target": 0.9},
    wire.EndChallenge: lambda pupil: {},
    wire.Show: lambda pupil: {"whose": pupil},
    wire.RenamePupil: lambda pupil: {"pupil": pupil, "nickname": "Grace"},
    wire.RemovePupil: lambda pupil: {"pupil": pupil},
    wire.LowerHand: lambda pupil: {"pupil": pupil},
    wire.CloseDoor: lambda pupil: {"closed": True},
    wire.EndClass: lambda pupil: {},
}
"""By a pupil's id."""


def wish(command: type[Any]) -> Json:
    return {"type": type_of(command), **WISHES[command]}


def class_wish(command: type[Any], pupil: str) -> Json:
    return {"type": type_of(command), **CLASS_WISHES[command](pupil)}


def type_of(kind: type[Any]) -> str:
    """By which a message or command says what it is."""
    return str(kind.model_fields["type"].default)


def members(union: Any) -> tuple[type[Any], ...]:
    """Of an annotated union."""
    return get_args(get_args(union)[0])
