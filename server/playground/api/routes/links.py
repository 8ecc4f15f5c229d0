"""Links to a session: listed, made, switched off."""

from __future__ import annotations

import time

from fastapi import APIRouter, Depends

from playground.api.dependencies.authorization import declared
from playground.api.dependencies.grant import GrantDependency
from playground.api.dependencies.json_body import JsonRoute
from playground.api.dependencies.services import RegistryDependency
from playground.session.links import Link
from playground.spec.base import SpecProblem
from playground.wire import sharing
from playground.wire.rights import Right

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
async def get_links(granted: GrantDependency) -> list[sharing.LinkMessage]:
    """All links to the session, the oldest first. Their tokens are told to nobody again."""
    links = sorted(granted.session.links, key=lambda link: link.made)
    return [message_of(link, granted.link) for link in links]


@router.post("/api/sessions/{id}/links", status_code=201)
async def make_link(
    body: sharing.NewLink, granted: GrantDependency, sessions: RegistryDependency
) -> sharing.LinkMade:
    """Make a new link; its token is told this once."""
    session, now = granted.session, time.time()
    if body.until is not None and body.until <= now:
        raise SpecProblem(
            "link_over_already",
            "That time has already passed. Choose a later one, or none.",
            "/until",
        )
    session.links.check_room(now)
    right = Right[body.right.upper()]
    link, token = session.links.issue_link(right, label=body.label, until=body.until)
    await sessions.flush()
    return sharing.LinkMade(link=message_of(link, granted.link), token=token)


@router.delete("/api/sessions/{id}/links/{link}", status_code=204)
async def revoke_link(link: str, granted: GrantDependency, sessions: RegistryDependency) -> None:
    """Switches a link off for good, and sends away who came by it."""
    granted.session.membership.allow_revoking(granted.link, link)
    granted.session.links.check_revocable(link)
    granted.session.links.revoke(link)
    await sessions.flush()
