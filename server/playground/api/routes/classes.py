"""Classes: a teacher opens one from a session, pupils join it by its code."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response, WebSocket
from starlette.websockets import WebSocketDisconnect

from playground.api import websocket
from playground.api.caller import Asking
from playground.api.dependencies.authorization import Declared, Held, Role, Token, declared
from playground.api.dependencies.json_body import JsonRoute
from playground.api.gate import Gated, opening_class
from playground.api.routes.sessions import made
from playground.api.websocket import Allowance, Broken
from playground.classroom.class_commands import ClassCommands
from playground.classroom.classroom import Classroom
from playground.classroom.classroom_registry import ClassroomRegistry
from playground.classroom.pupil import Pupil
from playground.classroom.results import results
from playground.session import refusal
from playground.session.bandwidth_share import BandwidthShare
from playground.session.capability import Right
from playground.wire import classroom as wire
from playground.wire import messages

MAX_PAGES = 20
"""Of one class's teacher."""

router = APIRouter(route_class=JsonRoute, dependencies=[Depends(declared)])
streams = APIRouter()
"""What asks for a token in its first message."""


def classrooms(request: Request) -> ClassroomRegistry:
    found: ClassroomRegistry = request.app.state.classrooms
    return found


ClassroomRegistryDependency = Annotated[ClassroomRegistry, Depends(classrooms)]


async def taught(
    id: str, classes: ClassroomRegistryDependency, needed: Declared, token: Token
) -> ClassCommands:
    """The class, for its teacher, also when it is over. Raises as `ClassroomRegistry.taught`."""
    if needed is not Role.TEACHER:
        raise refusal.Forbidden
    return await classes.taught(id, token, over=True)


async def running(granted: Annotated[ClassCommands, Depends(taught)]) -> ClassCommands:
    if granted.classroom.over:
        raise refusal.ClassOver
    return granted


async def attended(
    id: str, classes: ClassroomRegistryDependency, needed: Declared, token: Token
) -> tuple[Classroom, Pupil]:
    """The class and the pupil whose token it is. Raises as `ClassroomRegistry.attended`."""
    if needed is not Role.PUPIL:
        raise refusal.Forbidden
    return await classes.attended(id, token)


Taught = Annotated[ClassCommands, Depends(taught)]
Running = Annotated[ClassCommands, Depends(running)]
Attended = Annotated[tuple[Classroom, Pupil], Depends(attended)]


@router.post("/api/classes", status_code=201, dependencies=[Depends(opening_class)])
async def open_class(
    body: wire.OpenClass, sessions: Held, classes: ClassroomRegistryDependency, token: Token
) -> wire.ClassOpened:
    """A class from a session, by a token that may edit it. The class's token is told this once."""
    granted = await sessions.authorised(body.session, token, Right.EDIT)
    classroom, secret = await classes.open(granted.session)
    await sessions.kept()
    return wire.ClassOpened(
        id=classroom.id, code=classroom.code, token=secret, until=classroom.until
    )


@router.post("/api/classes/join", status_code=201)
async def join_class(
    body: wire.JoinClass,
    sessions: Held,
    classes: ClassroomRegistryDependency,
    gate: Gated,
    caller: Asking,
) -> wire.Joined:
    """A session of one's own in the class with this code, and the tokens to both."""
    async with gate.guess(caller):
        commands = await classes.with_code(body.code)
    joining = await classes.join(commands, body.nickname)
    answer = wire.Joined(
        classroom=joining.classroom.id,
        pupil=joining.pupil.id,
        nickname=joining.pupil.nickname,
        token=joining.token,
        made=made(joining.session),
    )
    await sessions.kept()
    return answer


@router.get("/api/classes/{id}")
async def get_class(granted: Running) -> wire.ClassMessage:
    return granted.classroom.message()


@router.post("/api/classes/{id}/commands", status_code=202)
async def command_class(
    command: wire.ClassCommand, granted: Running, sessions: Held, gate: Gated, caller: Asking
) -> dict[str, str]:
    """Takes effect on the streams of the class and of its pupils' sessions."""
    if isinstance(command, wire.Push | wire.BeginChallenge):
        gate.push(caller)
    await granted.execute(command)
    await sessions.kept()
    return {}


@router.post("/api/classes/{id}/hand", status_code=202)
async def raise_hand(body: wire.Hand, granted: Attended, sessions: Held) -> dict[str, str]:
    classroom, pupil = granted
    pupil.hand = (pupil.hand or time.time()) if body.raised else None
    classroom.save(pupil)
    classroom.tell(pupil)
    await sessions.kept()
    return {}


@router.get("/api/classes/{id}/results.csv", response_class=Response)
async def get_results(granted: Taught) -> Response:
    """A row a pupil, with a byte order mark: spreadsheets take it for UTF-8 by that."""
    name = f"class-{granted.classroom.code}.csv"
    return Response(
        results(granted.classroom).encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@streams.websocket("/api/classes/{id}/stream")
async def stream(socket: WebSocket, id: str) -> None:
    await websocket.attended(socket, partial(attend, socket, id))


async def attend(socket: WebSocket, id: str, shares: Sequence[BandwidthShare]) -> None:
    classes: ClassroomRegistry = socket.app.state.classrooms
    try:
        hello = await websocket.hello(socket, wire.ClassHello, wire.class_client_message)
        try:
            classroom = (await classes.taught(id, hello.token)).classroom
        except refusal.Refusal as reason:
            raise Broken.by(reason) from None
        if len(classroom.grid.onlookers) >= MAX_PAGES:
            raise Broken(websocket.TOO_MANY, "Too many pages look at this class: try again later.")
    except Broken as broken:
        await websocket.close(socket, broken)
        return
    except WebSocketDisconnect:
        return
    onlooker = classroom.grid.enter(hello.max_fps, classroom.pupils)
    onlooker.outbox.shares = shares

    def obey(message: wire.ClassClientMessage, _: Allowance) -> None:
        match message:
            case messages.WatchMessage(max_fps=float(max_fps)):
                classroom.grid.watch(onlooker, min(max_fps, wire.MAX_CLASS_FPS))
            case wire.ClassHello():
                raise Broken(websocket.PROTOCOL_BROKEN, "Hello is said once, at the beginning.")

    with websocket.VIEWERS.track_inprogress():
        failure: Broken | None = None
        try:
            await websocket.serve(socket, onlooker.outbox, wire.class_client_message, obey)
        except Broken as broken:
            failure = broken
        finally:
            classroom.grid.leave(onlooker)
            websocket.DROPPED.inc(onlooker.outbox.dropped)
        if failure is not None:
            await websocket.close(socket, failure)
