"""uvicorn's HTTP protocol, made to say when a peer lets it wait too long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol

from playground.api.patience import Patience, WatchedProtocol, make_room

MUCH = 2**20
"""Bytes of one peer's unread answers from which on those of all are looked at."""
MAX_CHUNKS, MIN_CHUNK = 16, 256
"""Chunks of any size in one body, and the bytes that each further one must bring on the average."""


def at_once(host: str) -> float:
    """Let nobody wait."""
    return 0.0


class CountingConnection(h11.Connection):
    """Counts what bodies bring. Chunks' heads and extensions, and trailers, are nothing.

    A body of many tiny chunks is none: each costs as much as a big one.
    """

    brought = 0
    _chunks = 0

    def next_event(self) -> Any:
        """Raise `h11.RemoteProtocolError` for what is no HTTP, or too small to be one's while."""
        event = super().next_event()
        if isinstance(event, h11.Request):
            self.brought = self._chunks = 0
        elif isinstance(event, h11.Data):
            self.brought += len(event.data)
            self._chunks += event.chunk_end
            if self._chunks > MAX_CHUNKS + self.brought // MIN_CHUNK:
                raise h11.RemoteProtocolError("chunks are too small")
        return event


class HttpProtocol(WatchedProtocol, H11Protocol):
    """`turn` tells in how many seconds a newcomer from a host is heard."""

    def __init__(
        self, config: Config, *given: Any, turn: Callable[[str], float] = at_once, **named: Any
    ) -> None:
        super().__init__(config, *given, **named)
        self._turn = turn
        size = config.h11_max_incomplete_event_size
        self.conn = self._counting = (
            CountingConnection(h11.SERVER) if size is None else CountingConnection(h11.SERVER, size)
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]
        if self.client is not None and (seconds := self._turn(self.client[0])):
            self.transport.pause_reading()
            self.loop.call_later(seconds, self.transport.resume_reading)

    def overdue(self, now: float, patience: Patience) -> str | None:
        """Return for what it has been waited too long: "reader", "head", "body" or its "rest"."""
        unread, watch, cycle = self.unread(), self.watch, self.cycle
        if watch.seconds_unread(unread, now) > patience.unread_s:
            return "reader"
        answered = cycle is None or cycle.response_complete
        if self.conn.their_state is h11.SEND_BODY:
            if answered:
                # What nobody needs any more is read for a while, so that the answer is seen.
                return (
                    "rest" if watch.seconds_in(("rest", cycle), now) > patience.unread_s else None
                )
            if self.flow.read_paused or cycle.waiting_for_100_continue:
                watch.restart()
                return None
            brought = self._counting.brought
            return "body" if watch.lags(("body", cycle), brought, now, patience) else None
        if not answered or unread or self.transport.is_closing():
            watch.restart()
            return None
        return "head" if watch.seconds_in(("head", cycle), now) > patience.request_s else None

    def pause_writing(self) -> None:
        super().pause_writing()
        if self.unread() > MUCH:
            make_room(self.connections, self)  # type: ignore[arg-type]
