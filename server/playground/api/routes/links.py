"""Links to a session, what was done to it by whom, and the picture that a link's preview shows."""

from __future__ import annotations

import asyncio
import time
from itertools import chain, pairwise, starmap
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from playground.api.dependencies.authorization import Granted, Held, declared
from playground.api.dependencies.json_body import JsonRoute
from playground.session.capability import Right
from playground.session.history import Edit
from playground.session.links import Link
from playground.session.preview.previews import Previews
from playground.spec.base import SpecProblem
from playground.spec.merge import changes
from playground.wire import sharing

MAX_HISTORY = 200

router = APIRouter(route_class=JsonRoute, dependencies=[Depends(declared)])


def message_of(link: Link, asked_by: Link) -> sharing.LinkMessage:
    return sharing.LinkMessage.model_validate(
        {
            "id": link.id,
            "right": link.right.label,
            "label": link.label,
            "made": link.made,
            "until": link.until,
            "revoked": link.revoked,
            "yours": link.id == asked_by.id,
        }
    )


@router.get("/api/sessions/{id}/links")
async def get_links(granted: Granted) -> list[sharing.LinkMessage]:
    """All links to the session, the oldest first. Their tokens are told to nobody again."""
    links = sorted(granted.session.links, key=lambda link: link.made)
    return [message_of(link, granted.link) for link in links]


@router.post("/api/sessions/{id}/links", status_code=201)
async def make_link(body: sharing.NewLink, granted: Granted, sessions: Held) -> sharing.LinkMade:
    """A new link; its token is told this once."""
    session, now = granted.session, time.time()
    if body.until is not None and body.until <= now:
        raise SpecProblem(
            "link_over_already", "This end is past: choose a later one, or none.", "/until"
        )
    session.links.check_room(now)
    right = Right[body.right.upper()]
    link, token = session.links.issue_link(right, label=body.label, until=body.until)
    await sessions.kept()
    return sharing.LinkMade(link=message_of(link, granted.link), token=token)


@router.delete("/api/sessions/{id}/links/{link}", status_code=204)
async def revoke_link(link: str, granted: Granted, sessions: Held) -> None:
    """Switches a link off for good, and sends away who came by it."""
    granted.session.membership.allow_revoking(granted.link, link)
    granted.session.links.check_revocable(link)
    granted.session.links.revoke(link)
    await sessions.kept()


From = Annotated[int | None, Query(alias="from", ge=0, le=2**53)]


@router.get("/api/sessions/{id}/history")
async def get_history(granted: Granted, newest: From = None) -> list[sharing.EditMessage]:
    """Up to 200 edits, newest first; `from` is the revision to begin with, going back."""
    known = [
        edit for edit in granted.session.history.edits if newest is None or edit.revision <= newest
    ]
    # Hundreds of large set-ups to compare take longer than the event loop may wait.
    return await asyncio.to_thread(told, known)


def told(edits: list[Edit]) -> list[sharing.EditMessage]:
    """The newest of these first. What the first of all changed is not known any more."""
    shown = edits[-MAX_HISTORY - 1 :]
    documents = [edit.spec.model_dump(mode="json") for edit in shown]
    changed = chain([()], starmap(changes, pairwise(documents)))
    messages = [
        sharing.EditMessage(revision=edit.revision, author=edit.author, time=edit.time, what=what)
        for edit, what in zip(shown, changed, strict=False)
    ]
    return messages[::-1][:MAX_HISTORY]


@router.put("/api/sessions/{id}/preview")
async def set_preview(body: sharing.Preview, granted: Granted, sessions: Held) -> sharing.Preview:
    """Whether anybody may see a picture of the session and its name."""
    granted.session.show_preview(body.on)
    await sessions.kept()
    return sharing.Preview(on=granted.session.preview)


def previews_of(request: Request) -> Previews:
    found: Previews = request.app.state.previews
    return found


Pictures = Annotated[Previews, Depends(previews_of)]


@router.get("/api/sessions/{id}/picture.png", response_class=Response)
async def get_picture(id: str, previews: Pictures) -> Response:
    """1200 × 630 pixels, as it was at most a minute ago; 404 unless it is public."""
    picture = await previews.picture(id)
    return Response(
        picture, media_type="image/png", headers={"Cache-Control": "public, max-age=60"}
    )
