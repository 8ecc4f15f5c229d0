"""One JSON schema of everything the browser sends and receives, for the generated TypeScript types."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from playground.spec import project
from playground.spec.probes import PROBES
from playground.wire import classroom, problems, sessions, sharing, stream
from playground.wire.commands import CLASS_COMMANDS, SESSION_COMMANDS

SENT: tuple[type[BaseModel], ...] = (
    stream.Hello,
    stream.NameMessage,
    stream.WatchMessage,
    stream.Ack,
    stream.Ping,
    *(command.message for command in SESSION_COMMANDS),
    sessions.CreateSession,
    sessions.EditBody,
    sharing.NewLink,
    classroom.OpenClass,
    classroom.JoinClass,
    classroom.Hand,
    *(command.message for command in CLASS_COMMANDS),
    classroom.ClassHello,
)
"""What the browser sends: messages of its streams, commands, bodies of its calls."""

TOLD: tuple[type[BaseModel], ...] = (
    sessions.SessionMade,
    sessions.Revision,
    problems.Problem,
    problems.ConflictProblem,
    stream.SpecMessage,
    stream.TransferReportMessage,
    stream.StatusMessage,
    stream.CurvesMessage,
    stream.ErrorMessage,
    stream.PresenceMessage,
    stream.Pong,
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
