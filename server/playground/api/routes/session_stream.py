"""The session's WebSocket."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial

from fastapi import APIRouter, WebSocket
from starlette.websockets import WebSocketDisconnect

from playground.api import websocket
from playground.api.caller import Caller, caller_of
from playground.api.dependencies.grant import granted_to
from playground.api.services import Services, services_of
from playground.api.stream_protocol import DROPPED, VIEWERS, Allowance, Broken
from playground.session.bandwidth_share import BandwidthShare
from playground.session.refusals import Refusal, Refused
from playground.session.registry import Grant
from playground.session.room import Person, Viewer
from playground.session.session import Session
from playground.wire.close_codes import CloseCode
from playground.wire.problems import Problem
from playground.wire.rights import Right
from playground.wire.stream import (
    ClientMessage,
    ErrorMessage,
    Hello,
    NameMessage,
    WatchMessage,
    client_message,
)

TOLD_TO_ALL = 30.0
"""The cost, in messages, of one that is passed on to everybody in the room."""
MAX_VIEWERS = 200
"""Viewers of one session: a large class that looks at its teacher's."""

router = APIRouter()


@router.websocket("/api/sessions/{id}/stream")
async def stream(socket: WebSocket, id: str) -> None:
    await websocket.serve_within_limits(socket, partial(attend, socket, id))


async def attend(socket: WebSocket, id: str, shares: Sequence[BandwidthShare]) -> None:
    try:
        session, viewer = await greet(socket, id)
    except Broken as broken:
        await websocket.close(socket, broken)
        return
    except WebSocketDisconnect:
        return
    viewer.outbox.shares = shares
    handle = partial(take, session, viewer)
    with VIEWERS.track_inprogress():
        failure: Broken | None = None
        try:
            await websocket.serve(socket, viewer.outbox, client_message, handle)
        except Broken as broken:
            failure = broken
        finally:
            # Before the farewell, which a stalled peer may hold up.
            session.leave(viewer)
            DROPPED.inc(viewer.outbox.dropped)
        if failure is not None:
            await websocket.close(socket, failure)


def take(session: Session, viewer: Viewer, message: ClientMessage, allowance: Allowance) -> None:
    """Do what a page wishes. Raises `Broken`."""
    match message:
        case WatchMessage():
            session.watch(viewer, message)
        case NameMessage(name=name):
            allowance.spend(time.monotonic(), TOLD_TO_ALL)
            session.rename(viewer, name)
        case Hello():
            raise Broken(CloseCode.PROTOCOL_BROKEN, "Hello is said once, at the beginning.")


async def greet(socket: WebSocket, id: str) -> tuple[Session, Viewer]:
    """Wait for hello and let the viewer in. Raises `Broken`."""
    services, caller = services_of(socket), caller_of(socket)
    hello = await websocket.hello(socket, Hello, client_message)
    try:
        granted = await granted_to(
            caller, id, hello.token, Right.VIEW, services.registry, services.limiter
        )
        return granted.session, let_in(services, caller, granted, hello)
    except Refused as error:
        raise Broken.by(error) from None


def let_in(services: Services, caller: Caller, granted: Grant, hello: Hello) -> Viewer:
    """Let a page into the room of its session. Raises `TOO_MANY_STREAMS`."""
    session = granted.session
    if len(session.room.viewers) >= MAX_VIEWERS:
        raise Refused(Refusal.TOO_MANY_STREAMS, most=MAX_VIEWERS)
    person = Person(services.identities.person(caller.identity, session.id), hello.name)
    viewer = session.enter(granted.right, hello.probes, hello.max_fps, granted.link.id, person)
    if granted.right is Right.EDIT and services.limiter.kept.is_low(session):
        low = Refusal.SPACE_LOW
        problem = Problem.of(low.value.status, low.code, low.value.sentence)
        viewer.outbox.tell(ErrorMessage(problem=problem))
    return viewer
