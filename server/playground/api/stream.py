"""The session's WebSocket: one task hears the browser, one sends what waits in its outbox."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Never

import structlog
from fastapi import APIRouter, WebSocket
from prometheus_client import Counter, Gauge
from pydantic import ValidationError
from starlette.websockets import WebSocketDisconnect, WebSocketState

from playground.api.transport import ABORT
from playground.session import refusal
from playground.session.capability import Right
from playground.session.registry import Registry
from playground.session.room import Viewer
from playground.session.session import Session
from playground.spec.base import SpecProblem
from playground.spec.invalid import problem_of
from playground.wire import messages

HELLO_WITHIN_S = 5.0
SILENT_AT_MOST_S = 90.0
"""The page pings every 10 s, once a minute where its tab is hidden and the browser slows its timers."""
STALLED_AT_MOST_S = 10.0
"""So long may one message wait for the peer to read what came before."""
CLOSED_WITHIN_S = 2.0
MOST_TEXT = 64 * 1024
MOST_PER_S = 100.0
BURST = 300.0
"""Messages: a page that draws 60 bundles a second and drags a slider stays well below."""
MOST_VIEWERS = 200
"""Of one session: a large class that looks at its teacher's."""

PROTOCOL_BROKEN = 4400
NO_TOKEN = 4401
UNKNOWN = 4404
TOO_SLOW = 4408
TOO_MANY = 4429
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
        failure: Broken | None = None
        try:
            await serve(socket, session, viewer)
        except Broken as broken:
            failure = broken
        finally:
            # Before the farewell, which a stalled peer may hold up.
            session.leave(viewer)
            DROPPED.inc(viewer.outbox.dropped)
        if failure is not None:
            await close(socket, failure)


async def greet(socket: WebSocket, registry: Registry, id: str) -> tuple[Session, Viewer]:
    """Waits for hello and lets the viewer in. Raises `Broken`."""
    try:
        hello = await asyncio.wait_for(receive(socket), HELLO_WITHIN_S)
    except TimeoutError:
        raise Broken(PROTOCOL_BROKEN, "Say hello first, with the session's token.") from None
    except SpecProblem as error:
        raise Broken(PROTOCOL_BROKEN, error.sentence) from None
    if not isinstance(hello, messages.Hello):
        raise Broken(PROTOCOL_BROKEN, "The first message must be hello.")
    try:
        session, right = registry.authorised(id, hello.token, Right.VIEW)
    except refusal.Unknown as error:
        raise Broken(UNKNOWN, error.sentence) from None
    except refusal.Refusal as error:
        raise Broken(NO_TOKEN, error.sentence) from None
    if len(session.room.viewers) >= MOST_VIEWERS:
        raise Broken(TOO_MANY, "Too many pages look at this session: try again later.")
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


class Allowance:
    """A bucket of messages that fills at a steady rate."""

    def __init__(self, now: float) -> None:
        self._left, self._filled = BURST, now

    def spend(self, now: float) -> None:
        """Raises `Broken` when the bucket is empty."""
        self._left = min(BURST, self._left + (now - self._filled) * MOST_PER_S) - 1
        self._filled = now
        if self._left < 0:
            raise Broken(TOO_MANY, "This page sends too many messages: it begins afresh.")


async def hear(socket: WebSocket, session: Session, viewer: Viewer) -> Never:
    allowance = Allowance(time.monotonic())
    while True:
        try:
            message = await asyncio.wait_for(receive(socket), SILENT_AT_MOST_S)
        except TimeoutError:
            raise Broken(TOO_SLOW, "Nothing was heard from this page for 90 seconds.") from None
        except SpecProblem as error:
            allowance.spend(time.monotonic())
            told = messages.Problem.of(422, error.code, error.sentence, error.pointer, error.params)
            viewer.outbox.tell(messages.ErrorMessage(problem=told))
            continue
        allowance.spend(time.monotonic())
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
            try:
                async with asyncio.timeout(STALLED_AT_MOST_S):
                    if isinstance(message, str):
                        await socket.send_text(message)
                    else:
                        await socket.send_bytes(message)
            except TimeoutError:
                raise Broken(TOO_SLOW, "This page reads too slowly: it begins afresh.") from None
            SENT.labels("event" if isinstance(message, str) else "bundle").inc()


async def receive(socket: WebSocket) -> messages.ClientMessage:
    """One message. Raises `SpecProblem` for one that is JSON but says nothing we know, `Broken`
    for one that is not even that."""
    received = await socket.receive()
    if received["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(received.get("code", 1005))
    text = received.get("text")
    if text is None:
        raise Broken(PROTOCOL_BROKEN, "Messages to the server are text.")
    if len(text) > MOST_TEXT:
        raise Broken(TOO_BIG, "This message is too big: the limit is 64 kB.")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        # A whole number of more than 4,300 digits is a plain `ValueError`.
        raise Broken(PROTOCOL_BROKEN, "This message is not JSON.") from None
    try:
        return messages.client_message.validate_python(document)
    except ValidationError as error:
        raise problem_of(error, document) from None


async def close(socket: WebSocket, broken: Broken) -> None:
    if socket.application_state is WebSocketState.CONNECTED:
        # A close reason holds at most 123 bytes.
        reason = broken.sentence.encode()[:120].decode(errors="ignore")
        try:
            async with asyncio.timeout(CLOSED_WITHIN_S):
                await socket.close(broken.code, reason)
        except TimeoutError:
            pass
        finally:
            # A peer that answers closes first; one that reads nothing holds its buffer no longer.
            if abort := socket.scope["extensions"].get(ABORT):
                asyncio.get_running_loop().call_later(CLOSED_WITHIN_S, abort)
