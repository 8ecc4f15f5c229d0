"""The session's WebSocket: one task hears the browser, one sends what waits in its outbox."""

from __future__ import annotations

import asyncio
import json
from typing import Never

import structlog
from fastapi import APIRouter, WebSocket
from prometheus_client import Counter, Gauge
from pydantic import ValidationError
from starlette.websockets import WebSocketDisconnect, WebSocketState

from playground.session import refusal
from playground.session.capability import Right
from playground.session.registry import Registry
from playground.session.room import Viewer
from playground.session.session import Session
from playground.spec.invalid import problem_of
from playground.wire import messages

HELLO_WITHIN_S = 5.0
SILENT_AT_MOST_S = 30.0
"""The page pings every 10 s: one that is silent for longer is gone, or reads no more."""
MOST_TEXT = 64 * 1024

PROTOCOL_BROKEN = 4400
NO_TOKEN = 4401
FORBIDDEN = 4403
UNKNOWN = 4404
TOO_SLOW = 4408
TOO_BIG = 1009

VIEWERS = Gauge("playground_viewers", "WebSockets that watch a session")
SENT = Counter("playground_messages_sent", "Messages sent to viewers", ["kind"])
DROPPED = Counter("playground_frames_dropped", "Frames that a newer one replaced unsent")

router = APIRouter()
log = structlog.get_logger()


class Broken(Exception):
    """The browser broke the protocol: close with this code and sentence."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


@router.websocket("/api/sessions/{id}/stream")
async def stream(socket: WebSocket, id: str) -> None:
    registry: Registry = socket.app.state.registry
    offered = socket.scope.get("subprotocols", [])
    wanted = messages.SUBPROTOCOL if messages.SUBPROTOCOL in offered else None
    await socket.accept(subprotocol=wanted)
    try:
        session, viewer = await greet(socket, registry, id)
    except Broken as broken:
        await close(socket, broken)
        return
    except WebSocketDisconnect:
        return
    with VIEWERS.track_inprogress():
        try:
            await serve(socket, session, viewer)
        except Broken as broken:
            await close(socket, broken)
        finally:
            session.leave(viewer)
            DROPPED.inc(viewer.outbox.dropped)


async def greet(socket: WebSocket, registry: Registry, id: str) -> tuple[Session, Viewer]:
    """Waits for hello and lets the viewer in. Raises `Broken`."""
    try:
        hello = await asyncio.wait_for(receive(socket), HELLO_WITHIN_S)
    except TimeoutError:
        raise Broken(PROTOCOL_BROKEN, "Say hello first, with the session's token.") from None
    except ValidationError as error:
        raise Broken(PROTOCOL_BROKEN, problem_of(error).sentence) from None
    if not isinstance(hello, messages.Hello):
        raise Broken(PROTOCOL_BROKEN, "The first message must be hello.")
    try:
        session, right = registry.authorised(id, hello.token, Right.VIEW)
    except refusal.Unknown as error:
        raise Broken(UNKNOWN, error.sentence) from None
    except refusal.Refusal as error:
        raise Broken(NO_TOKEN, error.sentence) from None
    return session, session.enter(right, hello.probes, hello.max_fps)


async def serve(socket: WebSocket, session: Session, viewer: Viewer) -> None:
    """Until either side ends. Raises `Broken`."""
    tasks = {
        asyncio.create_task(hear(socket, session, viewer)),
        asyncio.create_task(send(socket, viewer)),
    }
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        if isinstance(result, Broken):
            raise result
        if isinstance(result, Exception) and not isinstance(
            result, (WebSocketDisconnect, RuntimeError)
        ):
            log.error("stream", exc_info=result)


async def hear(socket: WebSocket, session: Session, viewer: Viewer) -> Never:
    while True:
        try:
            message = await asyncio.wait_for(receive(socket), SILENT_AT_MOST_S)
        except TimeoutError:
            raise Broken(TOO_SLOW, "Nothing was heard from this page for 30 seconds.") from None
        except ValidationError as error:
            viewer.outbox.tell(messages.ErrorMessage(problem=complaint(error)))
            continue
        match message:
            case messages.WatchMessage():
                session.watch(viewer, message)
            case messages.Ack(frame=number):
                viewer.outbox.acknowledge(number)
            case messages.Ping():
                viewer.outbox.tell(messages.Pong())
            case messages.Hello():
                raise Broken(PROTOCOL_BROKEN, "Hello is said once, at the beginning.")
        if viewer.outbox.overflowing:
            raise Broken(TOO_SLOW, "This page reads too slowly: it begins afresh.")


async def send(socket: WebSocket, viewer: Viewer) -> Never:
    while True:
        for message in await viewer.outbox.take():
            if isinstance(message, str):
                await socket.send_text(message)
                SENT.labels("event").inc()
            else:
                await socket.send_bytes(message)
                SENT.labels("bundle").inc()


async def receive(socket: WebSocket) -> messages.ClientMessage:
    """One message. Raises `ValidationError` for a message that is JSON but says nothing we know."""
    received = await socket.receive()
    if received["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(received.get("code", 1005))
    text = received.get("text")
    if text is None:
        raise Broken(PROTOCOL_BROKEN, "Messages to the server are text.")
    if len(text) > MOST_TEXT:
        raise Broken(TOO_BIG, "This message is too big: the limit is 64 kB.")
    try:
        return messages.client_message.validate_python(json.loads(text))
    except (json.JSONDecodeError, RecursionError):
        raise Broken(PROTOCOL_BROKEN, "This message is not JSON.") from None


def complaint(error: ValidationError) -> messages.Problem:
    found = problem_of(error, skip=1)
    return messages.Problem(
        type=f"/problems/{found.code}",
        title="Unprocessable message",
        status=422,
        detail=found.sentence,
        code=found.code,
        pointer=found.pointer,
        params=found.params,
    )


async def close(socket: WebSocket, broken: Broken) -> None:
    if socket.application_state is WebSocketState.CONNECTED:
        # A close reason holds at most 123 bytes.
        reason = broken.sentence.encode()[:120].decode(errors="ignore")
        await socket.close(broken.code, reason)
