"""The WebSocket of a class's teacher."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from fastapi import APIRouter, WebSocket
from starlette.websockets import WebSocketDisconnect

from playground.api import websocket
from playground.api.services import services_of
from playground.api.stream_protocol import DROPPED, VIEWERS, Allowance, Broken
from playground.classroom.classroom import Classroom
from playground.classroom.grid import Onlooker
from playground.session.bandwidth_share import BandwidthShare
from playground.session.refusals import Refusal, Refused
from playground.wire import classroom as wire
from playground.wire.close_codes import CloseCode
from playground.wire.stream import WatchMessage

MAX_PAGES = 20
"""Open pages of one class's teacher."""

router = APIRouter()


@router.websocket("/api/classes/{id}/stream")
async def stream(socket: WebSocket, id: str) -> None:
    await websocket.serve_within_limits(socket, partial(attend, socket, id))


async def attend(socket: WebSocket, id: str, shares: Sequence[BandwidthShare]) -> None:
    try:
        hello = await websocket.hello(socket, wire.ClassHello, wire.class_client_message)
        try:
            classroom = (
                await services_of(socket).classrooms.authorize_teacher(id, hello.token)
            ).classroom
            check_room(classroom)
        except Refused as reason:
            raise Broken.by(reason) from None
    except Broken as broken:
        await websocket.close(socket, broken)
        return
    except WebSocketDisconnect:
        return
    onlooker = classroom.grid.enter(hello.max_fps, classroom.pupils)
    onlooker.outbox.shares = shares
    handle = partial(take, classroom, onlooker)
    with VIEWERS.track_inprogress():
        failure: Broken | None = None
        try:
            await websocket.serve(socket, onlooker.outbox, wire.class_client_message, handle)
        except Broken as broken:
            failure = broken
        finally:
            classroom.grid.leave(onlooker)
            DROPPED.inc(onlooker.outbox.dropped)
        if failure is not None:
            await websocket.close(socket, failure)


def check_room(classroom: Classroom) -> None:
    """Raise `TOO_MANY_STREAMS` where a class has as many open pages as it may."""
    if len(classroom.grid.onlookers) >= MAX_PAGES:
        raise Refused(Refusal.TOO_MANY_STREAMS, most=MAX_PAGES)


def take(
    classroom: Classroom, onlooker: Onlooker, message: wire.ClassClientMessage, _: Allowance
) -> None:
    """Do what a page wishes. Raises `Broken`."""
    match message:
        case WatchMessage(max_fps=float(max_fps)):
            classroom.grid.watch(onlooker, min(max_fps, wire.MAX_CLASS_FPS))
        case wire.ClassHello():
            raise Broken(CloseCode.PROTOCOL_BROKEN, "Hello is said once, at the beginning.")
