"""How long the server waits for its peers: for requests, for the rest of them, for readers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf
from typing import Any, Protocol

from prometheus_client import Counter

MAX_UNREAD = 64 * 2**20
"""Bytes of answers that may wait in this process for readers, of all connections together."""
HURRIED_REQUEST_S = 2.0
HURRIED_UNREAD_S = 10.0

GIVEN_UP = Counter(
    "playground_connections_given_up", "Connections closed for what did not come", ["what"]
)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds and a rate.

    `request_s` is until a request's head is there, and for each sign of its body's progress, which
    comes with `body_rate` bytes a second at least; `unread_s` is until a reader takes more.
    """

    request_s: float
    body_rate: float
    unread_s: float

    @property
    def hurried(self) -> Patience:
        """The same where others wait for a place."""
        return Patience(
            min(self.request_s, HURRIED_REQUEST_S),
            self.body_rate,
            min(self.unread_s, HURRIED_UNREAD_S),
        )


class Watched(Protocol):
    """A connection, of whatever protocol."""

    watch: Watch

    def overdue(self, now: float, patience: Patience) -> str | None:
        """Return for what it has been waited too long, if for anything."""

    def unread(self) -> int:
        """Return the bytes that wait for the peer to read them."""

    def abort(self) -> None:
        """Let go of the peer and of all that waits for it."""


class WatchedProtocol(asyncio.Protocol):
    """What uvicorn's protocols lack to be watched; it stands before them among the bases."""

    transport: asyncio.Transport

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.watch = Watch()

    def unread(self) -> int:
        return self.transport.get_write_buffer_size()

    def abort(self) -> None:
        self.transport.abort()

    def resume_writing(self) -> None:
        self.watch.reads()
        super().resume_writing()


class Watch:
    """What one connection was seen to do, sweep after sweep."""

    def __init__(self) -> None:
        self._stage: object = None
        self._since = 0.0
        self._brought = 0
        self._unread = 0
        self.unread_since = inf
        self._reads = False

    def seconds_in(self, stage: object, now: float) -> float:
        """Return for how long the connection has been in this stage."""
        if stage != self._stage:
            self._stage, self._since, self._brought = stage, now, 0
        return now - self._since

    def lags(self, stage: object, brought: int, now: float, patience: Patience) -> bool:
        """Whether `brought`, the bytes so far, are too few for the time since they were enough."""
        seconds = self.seconds_in(stage, now)
        if brought - self._brought >= patience.body_rate * patience.request_s:
            self._since, self._brought = now, brought
            return False
        return seconds > patience.request_s

    def restart(self) -> None:
        """Begin anew: the peer is waiting for us."""
        self._stage = None

    def reads(self) -> None:
        """Note that the peer has read much of what waited."""
        self._reads = True

    def seconds_unread(self, unread: int, now: float) -> float:
        """Return for how long the peer has taken nothing of what waits for it."""
        if not unread:
            self.unread_since = inf
        elif unread < self._unread or self._reads or not self._unread:
            self.unread_since = now
        self._unread, self._reads = unread, False
        return max(0.0, now - self.unread_since)


def sweep(connections: Iterable[Watched], now: float, patience: Patience) -> None:
    """Give up those that let the server wait too long."""
    for each in list(connections):
        if what := each.overdue(now, patience):
            give_up(each, what)


def make_room(connections: Iterable[Watched], but: Watched) -> None:
    """Give up those that have not read for longest until all are within bounds, `but` last."""
    waiting = sorted(
        connections, key=lambda each: (each is not but, -each.watch.unread_since, each.unread())
    )
    unread = sum(each.unread() for each in waiting)
    while unread > MAX_UNREAD:
        first = waiting.pop()
        unread -= first.unread()
        give_up(first, "room")


def give_up(connection: Watched, what: str) -> None:
    GIVEN_UP.labels(what).inc()
    connection.abort()
