"""The HTTP interface: the public contract that the OpenAPI document describes."""

from __future__ import annotations

import csv
import io
from typing import Annotated, Any, Literal

import numpy as np
from fastapi import APIRouter, Depends, Header, HTTPException, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest
from pydantic import Field

from playground.api.access import Granted, Held, declared
from playground.data.loader import load
from playground.links import ours
from playground.session.capability import COMMAND_RIGHTS, Right
from playground.session.refusal import Forbidden
from playground.session.session import Session
from playground.spec.base import Model, SpecProblem
from playground.spec.data import DataSpec
from playground.spec.edit import Operation
from playground.spec.presets import DEFAULT, PRESETS, preset
from playground.spec.project import Spec, parse
from playground.spec.training import TrainingSpec
from playground.train.schedule import rates
from playground.wire import messages
from playground.wire.schema import wire_schema

PREVIEW_POINTS = 500
SESSIONS = Gauge("playground_sessions", "Sessions on this server")
router = APIRouter(dependencies=[Depends(declared)])


def spec_of(body: messages.CreateSession) -> Spec:
    """Raises `SpecProblem`."""
    given = [name for name in ("spec", "preset", "link") if getattr(body, name) is not None]
    if len(given) > 1:
        raise SpecProblem(
            "one_beginning", "Begin from a set-up, a preset or a link: from one of them.", ""
        )
    if body.spec is not None:
        return parse(body.spec)
    if body.link is not None:
        return ours.decode(body.link)
    return preset(body.preset or DEFAULT)


def made(session: Session) -> messages.SessionMade:
    """A session as its maker gets to know it, with fresh tokens."""
    return messages.SessionMade(
        id=session.id,
        revision=session.revision,
        links=messages.Links(
            view=session.tokens.issue(Right.VIEW), edit=session.tokens.issue(Right.EDIT)
        ),
        spec=session.spec,
        shapes=messages.LayerShapeMessage.all_of(session.spec),
    )


@router.post("/api/sessions", status_code=201)
async def create_session(body: messages.CreateSession, sessions: Held) -> messages.SessionMade:
    """A new session, and the tokens to it: `view` to show it, `edit` to change it."""
    return made(sessions.create(spec_of(body), play=body.play, pace=body.pace))


class SessionState(Model):
    id: str
    revision: int
    spec: Spec
    status: messages.StatusMessage
    rights: Literal["view", "fork", "edit"]


@router.get("/api/sessions/{id}")
async def get_session(granted: Granted) -> SessionState:
    session, right = granted
    return SessionState.model_validate(
        {
            "id": session.id,
            "revision": session.revision,
            "spec": session.spec,
            "status": session.status,
            "rights": right.label,
        }
    )


@router.patch("/api/sessions/{id}/spec")
async def patch_spec(
    body: messages.EditBody | list[Operation],
    granted: Granted,
    if_match: Annotated[str | None, Header()] = None,
) -> messages.Revision:
    """A JSON Patch on the revision in `If-Match`; 409 tells the newest when there is a newer one."""
    if if_match is None:
        raise HTTPException(428)
    base = if_match.strip().removeprefix("W/").strip('"')
    if not base.isascii() or not base.isdigit() or len(base) > 15:
        raise SpecProblem("bad_revision", "If-Match must be the number of a revision.", "")
    session, _ = granted
    session.edit(body.patch if isinstance(body, messages.EditBody) else body, int(base))
    return messages.Revision(
        revision=session.revision,
        spec=session.spec,
        shapes=messages.LayerShapeMessage.all_of(session.spec),
    )


@router.post("/api/sessions/{id}/commands", status_code=202)
async def send_command(
    command: messages.Command, granted: Granted, sessions: Held
) -> dict[str, Any]:
    """Fork answers with the new session; any other command takes effect on the stream."""
    session, right = granted
    if right < COMMAND_RIGHTS[type(command)]:
        raise Forbidden
    if isinstance(command, messages.Fork):
        return made(sessions.fork(session)).model_dump(mode="json")
    session.command(command)
    return {}


@router.get("/api/sessions/{id}/export/{format}")
async def export(format: Literal["json", "csv", "safetensors"], granted: Granted) -> Response:
    """The spec as JSON, all curves as CSV, or the newest snapshot of the weights."""
    session, _ = granted
    if format == "json":
        return JSONResponse(session.spec.model_dump(mode="json"))
    if format == "csv":
        return PlainTextResponse(curves_csv(session), media_type="text/csv; charset=utf-8")
    if session.history.snapshot is None:
        raise HTTPException(404)
    return Response(session.history.snapshot.data, media_type="application/octet-stream")


def curves_csv(session: Session) -> str:
    """A column a curve and a row a point, exact."""
    columns = session.history.curves.columns
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return text.getvalue()


@router.get("/api/presets")
async def presets() -> list[dict[str, Any]]:
    return [{"name": name, "spec": spec.model_dump(mode="json")} for name, spec in PRESETS.items()]


@router.get("/api/schema")
async def schema() -> dict[str, Any]:
    """A JSON schema of the spec and of every message of the stream."""
    return wire_schema()


class ScheduleQuestion(Model):
    training: TrainingSpec
    steps: Annotated[int, Field(ge=2, le=10_000_000)]


@router.post("/api/previews/schedule")
async def preview_schedule(question: ScheduleQuestion) -> dict[str, list[float]]:
    """The rates that training would use, at up to 500 steps from 0 on, evenly spread."""
    steps = np.unique(np.linspace(0, question.steps - 1, PREVIEW_POINTS).round().astype(int))
    found = [float(rates(question.training, int(step), 1)[0]) for step in steps]
    return {"steps": steps.tolist(), "rates": found}


class DataQuestion(Model):
    data: DataSpec


@router.post("/api/previews/data")
async def preview_data(question: DataQuestion) -> dict[str, Any]:
    """Up to 500 points of a data set, as the session would draw them."""
    spec = question.data
    points = load(spec)
    return {
        "inputs": points.inputs[:PREVIEW_POINTS].tolist(),
        "labels": points.labels[:PREVIEW_POINTS].tolist(),
        "train": min(points.train, PREVIEW_POINTS),
        "task": spec.task,
        "classes": spec.class_count,
    }


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz")
async def readyz(sessions: Held, response: Response) -> dict[str, str]:
    """503 until a trainer is ready."""
    response.status_code = 200 if sessions.ready else 503
    return {"status": "ready" if sessions.ready else "starting"}


@router.get("/metrics")
async def metrics(sessions: Held) -> Response:
    SESSIONS.set(len(sessions.sessions))
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
