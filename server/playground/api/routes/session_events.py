"""A session's stream where something between page and server refuses WebSockets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from fastapi import APIRouter, Depends, Response

from playground.api.dependencies.author import AuthorDependency
from playground.api.dependencies.authorization import declared
from playground.api.dependencies.caller import CallerDependency
from playground.api.dependencies.grant import GrantDependency
from playground.api.dependencies.json_body import JsonRoute
from playground.api.dependencies.services import ServicesDependency
from playground.api.event_stream import Talk
from playground.api.routes.session_stream import let_in, take
from playground.api.stream_protocol import Allowance
from playground.session.bandwidth_share import BandwidthShare
from playground.wire.stream import MAX_EVENTS_FPS, Hello, Said, SaidMessage, WatchMessage

router = APIRouter(route_class=JsonRoute, dependencies=[Depends(declared)])


@router.get("/api/sessions/{id}/events", response_class=Response)
async def open_events(
    granted: GrantDependency,
    services: ServicesDependency,
    caller: CallerDependency,
    author: AuthorDependency,
) -> Response:
    """Answer with server-sent events: what the WebSocket tells, at most 4 pictures a second.

    The first event, `open`, has the id of the stream. Then `message` has a message, `bundle` a bundle
    of frames in Base64, `close` the code and reason of the end.
    """
    session = granted.session

    def begin(shares: Sequence[BandwidthShare]) -> Talk:
        hello = Hello(token="-", max_fps=MAX_EVENTS_FPS, name=author)
        viewer = let_in(services, caller, granted, hello)
        viewer.outbox.shares = shares

        def handle(message: SaidMessage, allowance: Allowance) -> None:
            take(session, viewer, slowed(message), allowance)

        return Talk(
            session.id, granted.link.id, viewer.outbox, handle, partial(session.leave, viewer)
        )

    return services.event_streams.open(services.limiter, caller, begin)


@router.post("/api/sessions/{id}/events/{stream}", status_code=204)
async def say(
    stream: str, body: Said, granted: GrantDependency, services: ServicesDependency
) -> None:
    """Say something on a stream, by the link with which it was opened: as the WebSocket takes it."""
    found = services.event_streams.find(stream, granted.session.id, granted.link.id)
    found.hear(body.messages)


def slowed(message: SaidMessage) -> SaidMessage:
    """Return a wish for pictures at a rate that requests can acknowledge."""
    if isinstance(message, WatchMessage) and message.max_fps is not None:
        return message.model_copy(update={"max_fps": min(message.max_fps, MAX_EVENTS_FPS)})
    return message
