"""One JSON schema of everything the browser sends and receives, for the generated TypeScript types."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from playground.spec import project
from playground.spec.probes import PROBES
from playground.wire import classroom, messages, sharing

SENT: tuple[type[BaseModel], ...] = (
    messages.Hello,
    messages.NameMessage,
    messages.WatchMessage,
    messages.Ack,
    messages.Ping,
    messages.Play,
    messages.Pause,
    messages.Step,
    messages.Reset,
    messages.Seek,
    messages.Pace,
    messages.SetParameter,
    messages.Fork,
    messages.CreateSession,
    messages.EditBody,
    sharing.NewLink,
    classroom.OpenClass,
    classroom.JoinClass,
    classroom.Hand,
    classroom.EyesHere,
    classroom.Push,
    classroom.Controls,
    classroom.BeginChallenge,
    classroom.EndChallenge,
    classroom.Show,
    classroom.RenamePupil,
    classroom.RemovePupil,
    classroom.LowerHand,
    classroom.CloseDoor,
    classroom.EndClass,
    classroom.ClassHello,
)
"""What the browser sends: messages of its streams, commands, bodies of its calls."""

TOLD: tuple[type[BaseModel], ...] = (
    messages.SessionMade,
    messages.Revision,
    messages.Problem,
    messages.ConflictProblem,
    messages.SpecMessage,
    messages.CarriedMessage,
    messages.StatusMessage,
    messages.CurvesMessage,
    messages.ErrorMessage,
    messages.PresenceMessage,
    messages.Pong,
    sharing.LinkMessage,
    sharing.LinkMade,
    sharing.EditMessage,
    sharing.Preview,
    classroom.ClassOpened,
    classroom.Joined,
    classroom.ClassMessage,
    classroom.PupilMessage,
)
"""What it is told."""

ROOTS: tuple[type[BaseModel], ...] = (
    project.Spec,
    *(kind.model for kind in PROBES.values()),
    *SENT,
    *TOLD,
)


def wire_schema() -> dict[str, Any]:
    """Return a JSON schema whose definitions are the wire's models, each by its class's name."""
    _, schema = models_json_schema([(root, "serialization") for root in ROOTS], title="Wire")
    return schema
