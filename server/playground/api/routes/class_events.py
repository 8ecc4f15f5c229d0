"""The stream of a class's teacher where something between page and server refuses WebSockets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from fastapi import APIRouter, Depends, Response

from playground.api.dependencies.authorization import declared
from playground.api.dependencies.caller import CallerDependency
from playground.api.dependencies.grant import RunningClassDependency
from playground.api.dependencies.json_body import JsonRoute
from playground.api.dependencies.services import ServicesDependency
from playground.api.event_stream import Talk
from playground.api.routes.class_stream import check_room, take
from playground.session.bandwidth_share import BandwidthShare
from playground.wire import classroom as wire
from playground.wire.rights import Role
from playground.wire.stream import MAX_EVENTS_FPS

BY_TEACHER = Role.TEACHER.value

router = APIRouter(route_class=JsonRoute, dependencies=[Depends(declared)])


@router.get("/api/classes/{id}/events", response_class=Response)
async def open_events(
    granted: RunningClassDependency, services: ServicesDependency, caller: CallerDependency
) -> Response:
    """Answer with server-sent events, as a session's, of what the class's WebSocket tells."""
    classroom = granted.classroom

    def begin(shares: Sequence[BandwidthShare]) -> Talk:
        check_room(classroom)
        onlooker = classroom.grid.enter(MAX_EVENTS_FPS, classroom.pupils)
        onlooker.outbox.shares = shares
        return Talk(
            classroom.id,
            BY_TEACHER,
            onlooker.outbox,
            partial(take, classroom, onlooker),
            partial(classroom.grid.leave, onlooker),
        )

    return services.event_streams.open(services.limiter, caller, begin)


@router.post("/api/classes/{id}/events/{stream}", status_code=204)
async def say(
    stream: str,
    body: wire.ClassSaid,
    granted: RunningClassDependency,
    services: ServicesDependency,
) -> None:
    """Say something on a stream, as the class's WebSocket takes it."""
    found = services.event_streams.find(stream, granted.classroom.id, BY_TEACHER)
    found.hear(body.messages)
