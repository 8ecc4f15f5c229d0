"""The HTTP interface: the public contract that the OpenAPI document describes."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Literal

import numpy as np
from fastapi import APIRouter, Depends, Header, HTTPException, Response
from pydantic import Field

from playground.api.caller import Asking
from playground.api.dependencies.authorization import Author, Granted, Held, declared
from playground.api.dependencies.json_body import JsonRoute
from playground.api.gate import Gated
from playground.classroom.areas import areas_of, changed_areas
from playground.data.loader import load
from playground.lessons import Lesson, lessons, set_up
from playground.links.reading import read
from playground.session.capability import COMMAND_RIGHTS, Right
from playground.session.commands import execute
from playground.session.points import points_frame
from playground.session.refusal import Forbidden
from playground.session.session import Session
from playground.spec.base import Model, SpecProblem
from playground.spec.data import DataSpec
from playground.spec.edit import Operation
from playground.spec.presets import DEFAULT, PRESETS, preset
from playground.spec.project import Spec, parse
from playground.spec.training import TrainingSpec
from playground.train.schedules import rates
from playground.wire import messages
from playground.wire.schema import wire_schema

PREVIEW_POINTS = 500
PREVIEW_IMAGES = 12
router = APIRouter(route_class=JsonRoute, dependencies=[Depends(declared)])


def spec_of(body: messages.CreateSession) -> tuple[Spec, tuple[messages.ImportNote, ...]]:
    """With what of a link could not be carried over. Raises `SpecProblem`."""
    beginnings = ("spec", "preset", "link", "lesson")
    given = [name for name in beginnings if getattr(body, name) is not None]
    if len(given) > 1:
        raise SpecProblem(
            "one_beginning",
            "Begin from a set-up, a preset, a lesson or a link: from one of them.",
            "",
        )
    if body.spec is not None:
        return parse(body.spec), ()
    if body.lesson is not None:
        return set_up(body.lesson), ()
    if body.link is not None:
        spec, notes = read(body.link)
        return spec, tuple(
            messages.ImportNote(code=note.code, params=dict(note.params)) for note in notes
        )
    return preset(body.preset or DEFAULT), ()


def made(session: Session, notes: tuple[messages.ImportNote, ...] = ()) -> messages.SessionMade:
    """A session as its maker gets to know it, with fresh tokens."""
    return messages.SessionMade(
        id=session.id,
        revision=session.revision,
        links=messages.Links(
            view=session.links.issue(Right.VIEW), edit=session.links.issue(Right.EDIT)
        ),
        spec=session.spec,
        shapes=messages.LayerShapeMessage.all_of(session.spec),
        notes=notes,
    )


async def drawn(spec: Spec, revision: int) -> bytes:
    """The picture of a spec's data, beside the event loop: a thousand images take their time.

    Raises `SpecProblem` when the data cannot be drawn.
    """
    return await asyncio.to_thread(points_frame, spec, revision)


@router.post("/api/sessions", status_code=201)
async def create_session(
    body: messages.CreateSession, sessions: Held, gate: Gated, caller: Asking
) -> messages.SessionMade:
    """A new session, and the tokens to it: `view` to show it, `edit` to change it.

    When all places are taken it is made too and waits for one: its status says how long the queue
    is before it.
    """
    spec, notes = spec_of(body)
    sessions.admission.check_open()
    origin = gate.begin(caller, spec)
    points = await drawn(spec, revision=1)
    session = sessions.create(spec, play=body.play, pace=body.pace, origin=origin)
    gate.began(caller, session.id)
    session.data_picture.hold(spec.data, points)
    answer = made(session, notes)
    await sessions.kept()
    return answer


class SessionState(Model):
    id: str
    revision: int
    spec: Spec
    status: messages.StatusMessage
    rights: Literal["view", "fork", "edit"]
    preview: bool


@router.get("/api/sessions/{id}")
async def get_session(granted: Granted) -> SessionState:
    session = granted.session
    return SessionState.model_validate(
        {
            "id": session.id,
            "revision": session.revision,
            "spec": session.spec,
            "status": session.status,
            "rights": granted.right.label,
            "preview": session.preview,
        }
    )


@router.patch("/api/sessions/{id}/spec")
async def patch_spec(
    body: messages.EditBody | list[Operation],
    granted: Granted,
    sessions: Held,
    gate: Gated,
    author: Author,
    if_match: Annotated[str | None, Header()] = None,
) -> messages.Revision:
    """A JSON Patch on the revision in `If-Match`, put together with what came since.

    409 tells the newest revision where the two are in conflict. `Playground-Name` is the name of
    who edits, percent-encoded.
    """
    if if_match is None:
        raise HTTPException(428)
    base = if_match.strip().removeprefix("W/").strip('"')
    if not base.isascii() or not base.isdigit() or len(base) > 15:
        raise SpecProblem("bad_revision", "If-Match must be the number of a revision.", "")
    patch = body.patch if isinstance(body, messages.EditBody) else body
    data, points = None, None
    # Someone else's edit may come in while the data are drawn: then the two are put together.
    while True:
        # It may have been parked meanwhile, and woken by somebody else as another object.
        session = await sessions.find(granted.session.id)
        changed = session.changed_by(patch, int(base))
        if changed.data == data or session.data_picture.has(changed.data):
            break
        data, points = changed.data, await drawn(changed, session.revision + 1)
    session.membership.allow(granted.link, changed_areas(session.spec, changed))
    gate.change(session, changed)
    session.take(changed, session.revision, points, author=author)
    await sessions.kept()
    return messages.Revision(
        revision=session.revision,
        spec=session.spec,
        shapes=messages.LayerShapeMessage.all_of(session.spec),
    )


@router.post("/api/sessions/{id}/commands", status_code=202)
async def send_command(
    command: messages.Command, granted: Granted, sessions: Held, gate: Gated, caller: Asking
) -> dict[str, Any]:
    """Fork answers with the new session; any other command takes effect on the stream."""
    session = granted.session
    if granted.right < COMMAND_RIGHTS[type(command)]:
        raise Forbidden
    session.membership.allow(granted.link, areas_of(command))
    if isinstance(command, messages.SetParameter):
        session.membership.allow_weights(granted.link)
    if isinstance(command, messages.Fork):
        fork = sessions.fork(session, gate.begin(caller, session.spec))
        gate.began(caller, fork.id)
        answer = made(fork).model_dump(mode="json")
    else:
        execute(session, command)
        answer = {}
    await sessions.kept()
    return answer


@router.get("/api/presets")
async def presets() -> list[dict[str, Any]]:
    return [{"name": name, "spec": spec.model_dump(mode="json")} for name, spec in PRESETS.items()]


@router.get("/api/lessons")
async def all_lessons() -> list[Lesson]:
    """Each with its texts by language, and the set-ups to open: several of them side by side."""
    return list(lessons())


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
    """Up to 500 points of a data set, as the session would draw them; of images the first 12."""
    spec = question.data
    points = await asyncio.to_thread(load, spec)
    shown = PREVIEW_IMAGES if spec.is_image else PREVIEW_POINTS
    images = points.inputs[:shown, 0].round(3).tolist() if spec.is_image else []
    return {
        "form": spec.form,
        "inputs": [] if images else points.inputs[:PREVIEW_POINTS].tolist(),
        "images": images,
        "labels": points.labels[:shown].tolist(),
        "train": min(points.train, shown),
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
