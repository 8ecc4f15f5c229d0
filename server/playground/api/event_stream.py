"""Streams without a WebSocket, where something between page and server refuses them.

What the server says comes as server-sent events in an answer that goes on, what the page says as
requests. The messages are the same, and so are rights, limits, and what a slow page gets.
"""

from __future__ import annotations

import asyncio
import base64
import json
import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass

from fastapi import Response
from starlette.types import Receive, Scope, Send

from playground.api.caller import Caller
from playground.api.limiter.limiter import Limiter
from playground.api.stream_protocol import (
    DROPPED,
    SENT,
    STALLED_AT_MOST_S,
    VIEWERS,
    Allowance,
    Broken,
    Handler,
)
from playground.session.bandwidth_share import BandwidthShare
from playground.session.outbox import Outbox
from playground.session.refusals import Refusal, Refused
from playground.spec.base import Model
from playground.wire.close_codes import CloseCode
from playground.wire.stream import Ack, Ping, Pong

BEAT_EVERY_S = 1.0
SILENT_AT_MOST_S = 3.8
"""A page says something every second, and whenever it hears something after a second without."""
BEAT = b": beat\n\n"


@dataclass(frozen=True, slots=True)
class Talk:
    """What a stream is of, who opened it and speaks on it, and what becomes of what is said.

    `handle` is given every message but acknowledgements and pings; `leave` is called at the end.
    """

    place: str
    by: str
    outbox: Outbox
    handle: Handler
    leave: Callable[[], None]


class EventStream(Response):
    """An answer that goes on until either side ends it."""

    media_type = "text/event-stream"

    def __init__(self, talk: Talk, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(
            headers={"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"}
        )
        del self.headers["content-length"]
        self.id = secrets.token_urlsafe(16)
        self.talk, self._clock = talk, clock
        self.held = ExitStack()
        """What is held while it is open."""
        self._heard_at = clock()
        self._allowance = Allowance(clock())
        self._failure: Broken | None = None

    # --- what the page says -------------------------------------------------------------------

    def hear(self, messages: Iterable[Model]) -> None:
        """Take what the page says, in order; one that breaks the protocol is the last."""
        self._heard_at = self._clock()
        try:
            for message in messages:
                self._allowance.spend(self._heard_at)
                match message:
                    case Ack(frame=number):
                        self.talk.outbox.acknowledge(number)
                    case Ping():
                        self.talk.outbox.tell(Pong())
                    case _:
                        self.talk.handle(message, self._allowance)
        except Broken as broken:
            self._failure = broken
            self.talk.outbox.end(Refused(Refusal.TOO_SLOW))

    def is_silent(self) -> bool:
        """Whether the page is gone: nothing was heard of it for too long."""
        return self._clock() - self._heard_at > SILENT_AT_MOST_S

    # --- what the page hears ------------------------------------------------------------------

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self.held, VIEWERS.track_inprogress():
            tasks = {
                asyncio.create_task(self._tell(send)),
                asyncio.create_task(gone(receive)),
            }
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
                DROPPED.inc(self.talk.outbox.dropped)
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _tell(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        try:
            await give(send, event("open", json.dumps({"stream": self.id})))
            while True:
                await give(send, await self._next())
        except TimeoutError:
            farewell = Broken.by(Refused(Refusal.TOO_SLOW))
        except Refused as reason:
            farewell = self._failure or Broken.by(reason)
        except Broken as broken:
            farewell = broken
        said = {"code": int(farewell.code), "reason": farewell.sentence}
        await give(send, event("close", json.dumps(said)), more=False)

    async def _next(self) -> bytes:
        """Return what waits, or a sign of life. Raises what ends the stream."""
        taken: list[str | bytes] = []
        with suppress(TimeoutError):
            async with asyncio.timeout(BEAT_EVERY_S):
                taken = await self.talk.outbox.take()
        if self.is_silent():
            raise Broken(CloseCode.TOO_SLOW, "Nothing was heard from this page for 4 seconds.")
        return b"".join(map(written, taken)) or BEAT


class EventStreams:
    """The streams that are open, by their ids."""

    def __init__(self) -> None:
        self._open: dict[str, EventStream] = {}

    def open(
        self,
        limiter: Limiter,
        caller: Caller,
        begin: Callable[[Sequence[BandwidthShare]], Talk],
    ) -> EventStream:
        """Let a page in by `begin`, unless the caller has too many streams open. Raises a `Refused`."""
        with ExitStack() as held:
            shares = held.enter_context(limiter.stream(caller))
            talk = begin(shares)
            held.callback(talk.leave)
            stream = EventStream(talk)
            self._open[stream.id] = stream
            held.callback(self._open.pop, stream.id)
            stream.held = held.pop_all()
        return stream

    def find(self, id: str, place: str, by: str) -> EventStream:
        """Return a stream to who opened it. Raises `NO_SUCH_STREAM`."""
        stream = self._open.get(id)
        if stream is None or (stream.talk.place, stream.talk.by) != (place, by):
            raise Refused(Refusal.NO_SUCH_STREAM)
        return stream


async def gone(receive: Receive) -> None:
    """Wait until the peer has closed."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def give(send: Send, body: bytes, *, more: bool = True) -> None:
    """Raise `TimeoutError` when the peer does not read what came before."""
    async with asyncio.timeout(STALLED_AT_MOST_S):
        await send({"type": "http.response.body", "body": body, "more_body": more})


def written(message: str | bytes) -> bytes:
    """Return a message as an event: text as it is, which has no line breaks; frames in Base64."""
    SENT.labels("event" if isinstance(message, str) else "bundle").inc()
    if isinstance(message, str):
        return event("message", message)
    return event("bundle", base64.b64encode(message).decode())


def event(kind: str, data: str) -> bytes:
    return f"event: {kind}\ndata: {data}\n\n".encode()
