"""Edits of a session's set-up."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, HTTPException, Request
from pydantic import Discriminator, Tag

from playground.api.dependencies.author import AuthorDependency
from playground.api.dependencies.authorization import declared
from playground.api.dependencies.caller import CallerDependency
from playground.api.dependencies.grant import GrantDependency
from playground.api.dependencies.json_body import JsonRoute
from playground.api.dependencies.request_id import RequestIdDependency
from playground.api.dependencies.services import LimiterDependency, RegistryDependency
from playground.api.routes.sessions import drawn
from playground.classroom.areas import changed_areas
from playground.spec.base import SpecProblem
from playground.spec.edit import Patch
from playground.wire.sessions import EditBody, LayerShapeMessage, Revision

router = APIRouter(route_class=JsonRoute, dependencies=[Depends(declared)])


Body = Annotated[
    Annotated[EditBody, Tag("object")] | Annotated[Patch, Tag("list")],
    Discriminator(lambda body: "list" if isinstance(body, list) else "object"),
]
"""Told apart before they are read, so that a complaint is about the one that was meant."""


@router.patch("/api/sessions/{id}/spec")
async def patch_spec(
    request: Request,
    body: Body,
    granted: GrantDependency,
    sessions: RegistryDependency,
    limiter: LimiterDependency,
    caller: CallerDependency,
    author: AuthorDependency,
    asked: RequestIdDependency,
    if_match: Annotated[str | None, Header()] = None,
) -> Revision:
    """Apply a JSON Patch on the revision in `If-Match`, put together with what came since.

    409 tells the newest revision where the two are in conflict. `Playground-Name` is the name of
    who edits, percent-encoded. Whoever hears no answer may send the same again with the same
    `Idempotency-Key`: it is in force once, also where the server began anew in between, and the answer
    is what it made then.
    """
    if if_match is None:
        raise HTTPException(428)
    base = if_match.strip().removeprefix("W/").strip('"')
    if not base.isascii() or not base.isdigit() or len(base) > 15:
        raise SpecProblem("bad_revision", "If-Match must be the number of a revision.", "")
    limiter.edit(caller)
    patch = body.patch if isinstance(body, EditBody) else body
    fingerprint = asked.by(granted.link)
    sent, data, points = len(await request.body()), None, None
    # What is sent again meanwhile waits, and does not draw the same data once more.
    async with sessions.answered.once(granted.session.id, fingerprint):
        # Someone else's edit may come in while the data are drawn: then the two are put together.
        while True:
            session = await sessions.find(granted.session.id)
            async with limiter.turn(caller, sent + session.spec.json_bytes):
                # It may have been parked meanwhile, and woken by somebody else as another object.
                if sessions.sessions.get(session.id) is not session:
                    continue
                if (made := session.history.made_by(fingerprint)) is not None:
                    revision, spec = made, session.history.spec_at(made) or session.spec
                    break
                changed = session.changed_by(patch, int(base))
                # Before the data are drawn, and again after: the teacher may lock them meanwhile.
                session.membership.allow(granted.link, changed_areas(session.spec, changed))
                if changed.data == data or session.data_picture.has(changed.data):
                    limiter.change(session, changed)
                    session.take(
                        changed, session.revision, points, author=author, request=fingerprint
                    )
                    revision, spec = session.revision, session.spec
                    break
            async with limiter.drawing(caller, changed.data):
                data, points = changed.data, await drawn(changed, session.revision + 1)
    await sessions.flush()
    return Revision(
        revision=revision,
        spec=spec,
        shapes=LayerShapeMessage.all_of(spec),
        # Of what is no longer in force the stream tells no more either.
        cautions=session.cautions if revision == session.revision else (),
    )
