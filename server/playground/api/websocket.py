"""The common part of all WebSockets: one task receives from the page, one sends what waits in its outbox."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Never, TypeVar

import structlog
from fastapi import WebSocket
from pydantic import TypeAdapter, ValidationError
from starlette.websockets import WebSocketDisconnect, WebSocketState

from playground.api.caller import caller_of
from playground.api.dependencies.price import pay
from playground.api.services import services_of
from playground.api.stream_protocol import (
    SENT,
    STALLED_AT_MOST_S,
    Allowance,
    Broken,
    Handler,
)
from playground.api.transport import ABORT
from playground.session.bandwidth_share import BandwidthShare
from playground.session.outbox import Outbox
from playground.session.refusals import Refusal, Refused
from playground.spec.base import Model, SpecProblem
from playground.spec.validation_errors import problem_of
from playground.wire.close_codes import CloseCode
from playground.wire.problems import Problem
from playground.wire.stream import SUBPROTOCOL, Ack, ErrorMessage, Ping, Pong

HELLO_WITHIN_S = 5.0
SILENT_AT_MOST_S = 90.0
"""The page pings every 10 s, once a minute where its tab is hidden and the browser slows its timers."""
CLOSED_WITHIN_S = 2.0
MAX_TEXT = 64 * 1024
log = structlog.get_logger()
Hello = TypeVar("Hello", bound=Model)


async def accept(socket: WebSocket) -> None:
    offered = socket.scope.get("subprotocols", [])
    wanted = SUBPROTOCOL if SUBPROTOCOL in offered else None
    await socket.accept(subprotocol=wanted)


async def serve_within_limits(
    socket: WebSocket, attend: Callable[[Sequence[BandwidthShare]], Awaitable[None]]
) -> None:
    """Accept the socket and run `attend`, unless the caller has too many streams open."""
    limiter = services_of(socket).limiter
    await accept(socket)
    try:
        pay(socket)
        with limiter.stream(caller_of(socket)) as shares:
            await attend(shares)
    except Refused as reason:
        await close(socket, Broken.by(reason))


async def hello(socket: WebSocket, kind: type[Hello], messages: TypeAdapter[Any]) -> Hello:
    """Receive the first message, which must be of this kind. Raises `Broken`."""
    try:
        said = await asyncio.wait_for(receive(socket, messages), HELLO_WITHIN_S)
    except TimeoutError:
        raise Broken(CloseCode.PROTOCOL_BROKEN, "Say hello first, with your token.") from None
    except SpecProblem as error:
        raise Broken(CloseCode.PROTOCOL_BROKEN, error.sentence) from None
    if not isinstance(said, kind):
        raise Broken(CloseCode.PROTOCOL_BROKEN, "The first message must be hello.")
    return said


async def serve(
    socket: WebSocket, outbox: Outbox, messages: TypeAdapter[Any], handle: Handler
) -> None:
    """Receive and send until either side ends. Raises `Broken`.

    `handle` is given every message but acknowledgements and pings.
    """
    tasks = {
        asyncio.create_task(receive_all(socket, outbox, messages, handle)),
        asyncio.create_task(send(socket, outbox)),
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


async def receive_all(
    socket: WebSocket, outbox: Outbox, messages: TypeAdapter[Any], handle: Handler
) -> Never:
    allowance = Allowance(time.monotonic())
    while True:
        try:
            # Not `wait_for`, whose task of its own would have each message that is there already wait
            # for the work of all others, three times.
            async with asyncio.timeout(SILENT_AT_MOST_S):
                message = await receive(socket, messages)
        except TimeoutError:
            raise Broken(
                CloseCode.TOO_SLOW, "Nothing was heard from this page for 90 seconds."
            ) from None
        except SpecProblem as error:
            allowance.spend(time.monotonic())
            problem = Problem.of(422, error.code, error.sentence, error.pointer, error.params)
            outbox.tell(ErrorMessage(problem=problem))
            continue
        allowance.spend(time.monotonic())
        match message:
            case Ack(frame=number):
                outbox.acknowledge(number)
            case Ping():
                outbox.tell(Pong())
            case _:
                handle(message, allowance)
        if outbox.overflowing:
            raise Broken.by(Refused(Refusal.TOO_SLOW))


async def send(socket: WebSocket, outbox: Outbox) -> Never:
    while True:
        try:
            taken = await outbox.take()
        except Refused as reason:
            raise Broken.by(reason) from None
        for message in taken:
            try:
                async with asyncio.timeout(STALLED_AT_MOST_S):
                    if isinstance(message, str):
                        await socket.send_text(message)
                    else:
                        await socket.send_bytes(message)
            except TimeoutError:
                raise Broken.by(Refused(Refusal.TOO_SLOW)) from None
            SENT.labels("event" if isinstance(message, str) else "bundle").inc()


async def receive(socket: WebSocket, messages: TypeAdapter[Any]) -> Any:
    """Receive one message.

    Raises `SpecProblem` for one that is JSON but says nothing we know, `Broken` for one that is not
    even that.
    """
    received = await socket.receive()
    if received["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(received.get("code", 1005))
    text = received.get("text")
    if text is None:
        raise Broken(CloseCode.PROTOCOL_BROKEN, "Messages to the server are text.")
    if len(text) > MAX_TEXT:
        raise Broken(CloseCode.TOO_BIG, "This message is too big: the limit is 64 kB.")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        # A whole number of more than 4,300 digits is a plain `ValueError`.
        raise Broken(CloseCode.PROTOCOL_BROKEN, "This message is not JSON.") from None
    try:
        return messages.validate_python(document)
    except ValidationError as error:
        raise problem_of(error, document) from None


async def close(socket: WebSocket, broken: Broken) -> None:
    if socket.application_state is WebSocketState.CONNECTED:
        # A close reason holds at most 123 bytes.
        reason = broken.sentence.encode()[:120].decode(errors="ignore")
        try:
            async with asyncio.timeout(CLOSED_WITHIN_S):
                await socket.close(broken.code, reason)
        except (TimeoutError, WebSocketDisconnect):
            # The peer may be gone at the same moment.
            pass
        finally:
            # A peer that answers closes first; one that reads nothing holds its buffer no longer.
            if abort := socket.scope["extensions"].get(ABORT):
                asyncio.get_running_loop().call_later(CLOSED_WITHIN_S, abort)
