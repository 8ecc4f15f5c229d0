"""One JSON schema of everything the browser sends and receives, for the generated TypeScript types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from playground.spec import project
from playground.spec.probes import PROBES
from playground.wire import branches, classroom, problems, sessions, sharing, stream, uploads
from playground.wire.commands import CLASS_COMMAND_OF, SESSION_COMMAND_OF

SENT: tuple[type[BaseModel], ...] = (
    stream.Hello,
    stream.NameMessage,
    stream.WatchMessage,
    stream.Ack,
    stream.Ping,
    stream.Said,
    *SESSION_COMMAND_OF,
    sessions.CreateSession,
    sessions.EditBody,
    sharing.NewLink,
    classroom.OpenClass,
    classroom.JoinClass,
    classroom.TakeSeat,
    classroom.Hand,
    *CLASS_COMMAND_OF,
    classroom.ClassHello,
    classroom.ClassSaid,
)
"""What the browser sends: messages of its streams, commands, bodies of its calls."""

TOLD: tuple[type[BaseModel], ...] = (
    sessions.SessionMade,
    uploads.OwnUploads,
    uploads.Uploaded,
    sessions.Revision,
    sessions.Revised,
    problems.Problem,
    problems.FindingMessage,
    problems.ConflictProblem,
    stream.SpecMessage,
    stream.LookMessage,
    stream.TransferReportMessage,
    stream.StatusMessage,
    stream.CurvesMessage,
    stream.ErrorMessage,
    stream.PresenceMessage,
    stream.Pong,
    sharing.LinkMessage,
    sharing.LinkMade,
    sharing.EditMessage,
    branches.BranchesMessage,
    branches.BranchCurves,
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


UNIONS: dict[str, Iterable[type[BaseModel]]] = {
    "SessionCommand": SESSION_COMMAND_OF,
    "ClassCommand": CLASS_COMMAND_OF,
}
"""What is one of several: their names are types of the page, too."""


def wire_schema() -> dict[str, Any]:
    """Return a JSON schema whose definitions are the wire's models, each by its class's name."""
    _, schema = models_json_schema([(root, "serialization") for root in ROOTS], title="Wire")
    for name, models in UNIONS.items():
        members = [{"$ref": f"#/$defs/{model.__name__}"} for model in models]
        schema["$defs"][name] = {"anyOf": members}
    return schema
