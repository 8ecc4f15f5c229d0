"""Sessions: made from a beginning, and read."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Depends

from playground.api.dependencies.authorization import declared
from playground.api.dependencies.caller import CallerDependency
from playground.api.dependencies.grant import GrantDependency
from playground.api.dependencies.json_body import JsonRoute
from playground.api.dependencies.request_id import RequestIdDependency
from playground.api.dependencies.services import (
    ClassroomRegistryDependency,
    LimiterDependency,
    RegistryDependency,
)
from playground.api.drawers import draw
from playground.lessons import set_up
from playground.links.any_link import read
from playground.session.points import points_frame
from playground.session.session import Session
from playground.spec import rates
from playground.spec.base import Model, SpecProblem
from playground.spec.presets import DEFAULT, preset
from playground.spec.project import Spec, parse
from playground.wire.problems import CautionMessage
from playground.wire.rights import Right
from playground.wire.sessions import (
    CreateSession,
    ImportNote,
    LayerShapeMessage,
    Links,
    SessionMade,
)
from playground.wire.stream import StatusMessage

router = APIRouter(route_class=JsonRoute, dependencies=[Depends(declared)])


def spec_of(body: CreateSession) -> tuple[Spec, tuple[ImportNote, ...]]:
    """Return the spec to begin with, and notes on what of a link could not be carried over.

    Raises `SpecProblem`.
    """
    beginnings = ("spec", "preset", "link", "lesson")
    given = [name for name in beginnings if getattr(body, name) is not None]
    if len(given) > 1:
        raise SpecProblem(
            "one_beginning",
            "Start from just one thing: a set-up, a preset, a lesson or a link.",
            "",
        )
    if body.spec is not None:
        asked = parse(body.spec)
        rates.check(asked)
        return asked, ()
    if body.lesson is not None:
        return set_up(body.lesson, body.language), ()
    if body.link is not None:
        spec, notes = read(body.link)
        return spec, tuple(ImportNote(code=note.code, params=dict(note.params)) for note in notes)
    return preset(body.preset or DEFAULT), ()


def made(session: Session, notes: tuple[ImportNote, ...] = ()) -> SessionMade:
    """Tell a session as its maker gets to know it, with fresh tokens."""
    return SessionMade(
        id=session.id,
        revision=session.revision,
        links=Links(view=session.links.issue(Right.VIEW), edit=session.links.issue(Right.EDIT)),
        spec=session.spec,
        shapes=LayerShapeMessage.all_of(session.spec),
        notes=notes,
        cautions=session.cautions,
    )


async def drawn(spec: Spec, revision: int) -> bytes:
    """Draw the picture of a spec's data, beside the event loop: a thousand images take their time.

    Raises `SpecProblem` when the data cannot be drawn.
    """
    return await draw(points_frame, spec, revision)


@router.post("/api/sessions", status_code=201)
async def create_session(
    body: CreateSession,
    sessions: RegistryDependency,
    limiter: LimiterDependency,
    caller: CallerDependency,
    asked: RequestIdDependency,
) -> SessionMade:
    """Make a new session, and the tokens to it: `view` to show it, `edit` to change it.

    When all places are taken it is made too and waits for one: its status says how long the queue
    is before it.

    Whoever hears no answer may send the same again with the same `Idempotency-Key`: within an hour, and
    while this server runs, it is made once, and told as it is by then.
    """
    spec, notes = spec_of(body)
    async with sessions.answered.once(f"new {caller.owner}", asked.by(caller.owner)) as turn:
        if turn.answer is None:
            sessions.admission.check_open()
            origin = limiter.begin(caller, spec)
            async with limiter.drawing(caller, spec.data):
                points = await drawn(spec, revision=1)
            session = sessions.create(spec, play=body.play, pace=body.pace, origin=origin)
            session.data_picture.hold(spec.data, points)
            # By its id: what is remembered has no tokens in it.
            turn.answer = session.id
    answer = made(await sessions.find(turn.answer), notes)
    await sessions.flush()
    return answer


class SessionState(Model):
    id: str
    revision: int
    spec: Spec
    status: StatusMessage
    rights: Literal["view", "fork", "edit"]
    preview: bool
    cautions: tuple[CautionMessage, ...] = ()


@router.get("/api/sessions/{id}")
async def get_session(granted: GrantDependency) -> SessionState:
    session = granted.session
    return SessionState.model_validate(
        {
            "id": session.id,
            "revision": session.revision,
            "spec": session.spec,
            "status": session.status,
            "rights": granted.right.label,
            "preview": session.preview,
            "cautions": session.cautions,
        }
    )


@router.delete("/api/sessions/{id}", status_code=204)
async def delete_session(
    granted: GrantDependency, sessions: RegistryDependency, classes: ClassroomRegistryDependency
) -> None:
    """Delete the session for good, with its links, its history and what it has learned.

    Who looks at it is sent away. A class that runs keeps what it needs: 409.
    """
    await classes.allow_deleting(granted.session)
    await sessions.delete(granted.session.id)
    await sessions.flush()
