"""The layer that reads bodies whole, up to their route's limit; those of STREAMED routes it leaves.

It reads before any route does: what a route's own reading raises would be answered as a bad request.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.api.accounts import Network
from playground.api.caller import IN_SCOPE, Caller
from playground.api.problems import SENTENCES, problem

MAX_BODY = 384 * 1024
MAX_WEIGHTS = 16 * 2**20
MAX_TOGETHER = 128 * 2**20
MAX_OF_ONE_ADDRESS = 96 * 2**20
"""Bytes of bodies that are held until they are there and answered."""


@dataclass(frozen=True, slots=True)
class BodyLimit:
    """What a body may have; `code` and `sentence` refuse a bigger one."""

    bytes: int
    code: str
    sentence: str


USUAL = BodyLimit(MAX_BODY, *SENTENCES[413])
LIMITS: dict[tuple[str, re.Pattern[str]], BodyLimit] = {
    ("POST", re.compile(r"/api/sessions/[^/]+/weights")): BodyLimit(
        MAX_WEIGHTS, "weights_too_big", "These weights are too big to send. The limit is 16 MB."
    ),
}
"""Bodies that may be bigger than others, by method and path."""

OWN = (Network("own"),)
"""In place of the networks of this machine's own user: even theirs leave something to others."""
BUSY = "Too much is being sent to this server right now. Try again in a minute."

STREAMED = frozenset({("PUT", "/api/uploads")})
"""Bodies that their routes read piece by piece, and count."""


class NoRoom(Exception):
    """Too much is held already, of this address or of all."""


@dataclass
class Room:
    """The bytes of bodies that are held just now."""

    held: Counter[str] = field(default_factory=Counter)
    together: int = 0

    @contextmanager
    def share(self, networks: tuple[Network, ...]) -> Iterator[Share]:
        """Make room for a body from these networks, until it is answered."""
        share = Share(self, networks)
        try:
            yield share
        finally:
            self.together -= share.taken
            for each in networks:
                self.held[each.key] -= share.taken
                if not self.held[each.key]:
                    del self.held[each.key]


@dataclass
class Share:
    """What one body takes of the room."""

    room: Room
    networks: tuple[Network, ...]
    taken: int = 0

    def take(self, count: int) -> None:
        """Raise `NoRoom` where no room is left for so many bytes more."""
        room = self.room
        if room.together + count > MAX_TOGETHER:
            raise NoRoom
        for each in self.networks:
            if room.held[each.key] + count > each.most(MAX_OF_ONE_ADDRESS, MAX_TOGETHER):
                raise NoRoom
        room.together += count
        for each in self.networks:
            room.held[each.key] += count
        self.taken += count


class BodySizeMiddleware:
    """Answers 413 in place of the route where a body is too big, 503 where too many come at once."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._room = app, Room()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or (scope["method"], scope["path"]) in STREAMED:
            await self._app(scope, receive, send)
            return
        limit = limit_of(scope["method"], scope["path"])
        caller: Caller = scope[IN_SCOPE]
        declared = Headers(scope=scope).get("content-length", "0")
        too_big = not declared.isdecimal() or int(declared[:20]) > limit.bytes
        with self._room.share(caller.networks or OWN) as share:
            try:
                body = None if too_big else await whole_body(receive, limit.bytes, share)
            except NoRoom:
                await problem(503, "bodies_busy", BUSY)(scope, receive, send)
                return
            if body is None:
                await problem(413, limit.code, limit.sentence)(scope, receive, send)
            else:
                await self._app(scope, replayed(body, receive), send)


def replayed(body: bytes, receive: Receive) -> Receive:
    """Return a channel that gives the body at once, then what comes after it."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def limit_of(method: str, path: str) -> BodyLimit:
    rows = LIMITS.items()
    return next(
        (limit for (m, route), limit in rows if m == method and route.fullmatch(path)), USUAL
    )


async def whole_body(receive: Receive, max_bytes: int, share: Share) -> bytes | None:
    """Read the body; None when it is above `max_bytes`, whatever its header said.

    Raises `NoRoom`.
    """
    parts: list[bytes] = []
    taken = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        parts.append(message.get("body", b""))
        taken += len(parts[-1])
        share.take(len(parts[-1]))
        if taken > max_bytes:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)
