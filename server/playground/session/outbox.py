"""The messages and frames that wait for one viewer. It stays bounded however slowly that viewer reads.

Events keep their order and none is lost, but for a viewer so far behind that of what tells a state
only the newest is kept, and who is sent away if that does not help. Curves wait in the history, here
is only how far this viewer has come; of frames the newest of each key waits, and at most two bundles
are unanswered.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import Collection, Mapping, Sequence

from playground.session import measures
from playground.session.bandwidth_share import BandwidthShare
from playground.session.history import Curves
from playground.session.points import KEY as POINTS
from playground.session.refusals import Refusal, Refused
from playground.spec.base import Model
from playground.wire.frame import bundle, made_at
from playground.wire.stream import CurvesMessage

MAX_IN_FLIGHT = 2
MAX_EVENTS = 1000
MAX_EVENT_BYTES = 512 * 1024
"""What waits of events; the largest there is tells a spec and takes somewhat more than half of it."""
STATES = frozenset({"spec", "status", "presence"})
"""Kinds of events that tell all of something: a newer one says what an older one said."""
MAX_POINTS = 2000
MAX_NUMBERS = 20_000
"""Curve points, and their numbers, in one message: a long history comes in pieces."""


class Outbox:
    """The queue of one viewer: events in order, and the newest frame of each key."""

    def __init__(self, curves: Curves) -> None:
        self._curves = curves
        self._seen = 0
        self._cut: int | None = None
        self._events: deque[tuple[str, str]] = deque()
        """Kinds and texts."""
        self._event_bytes = 0
        self._newest: dict[str, str] = {}
        self._frames: dict[str, bytes] = {}
        self._in_flight: deque[int] = deque()
        self._number = 0
        self._next_bundle_at = -math.inf
        self._something = asyncio.Event()
        self._ended: Refused | None = None
        self.fps = 0.0
        """Bundles of frames a second at most; 0 (a hidden page) sets no rate of its own."""
        self.shares: Sequence[BandwidthShare] = ()
        """The bandwidth shares that its bundles are charged to; a small share makes them fewer."""
        self.dropped = 0
        """Frames that a newer one has replaced before they were sent."""

    @property
    def overflowing(self) -> bool:
        """Whether so much waited that the page must reconnect."""
        return self._ended is not None and self._ended.reason is Refusal.TOO_SLOW

    def tell(self, message: Model) -> None:
        """Queue an event, in order."""
        self.tell_text(kind_of(message), message.model_dump_json())

    def tell_text(self, kind: str, text: str) -> None:
        """Queue an event that is written already, for all who are told the same."""
        if self._ended is not None:
            return
        self._events.append((kind, text))
        self._event_bytes += len(text)
        if self._is_full:
            self._drop_older_states()
        if self._is_full:
            self.end(Refused(Refusal.TOO_SLOW))
        self._something.set()

    def tell_newest(self, key: str, message: Model) -> None:
        """Queue a message in place of one with its key that still waits; it is sent after all events."""
        if self._ended is None:
            self._newest[key] = message.model_dump_json()
            self._something.set()

    def end(self, reason: Refused) -> None:
        """End the stream: nothing more is sent, and `take` raises the reason."""
        self._ended = reason
        self._take_events()
        self._newest.clear()
        self._frames.clear()
        self._something.set()

    def show(self, key: str, body: bytes) -> None:
        """Take an encoded frame, in place of an older one with its key."""
        if self._ended is None:
            self.dropped += self._frames.pop(key, None) is not None
            self._frames[key] = body
            self._something.set()

    def show_only(self, keys: Collection[str]) -> None:
        """Drop the frames that wait and that nobody looks at any more."""
        for key in self._frames.keys() - keys:
            del self._frames[key]

    def curves_changed(self, keep_until: int | None) -> None:
        """Note that the curves have grown, or were cut above the step `keep_until`."""
        if keep_until is not None:
            self._cut = keep_until if self._cut is None else min(self._cut, keep_until)
            self._seen = min(self._seen, len(self._curves))
        self._something.set()

    def acknowledge(self, number: int) -> None:
        while self._in_flight and self._in_flight[0] <= number:
            self._in_flight.popleft()
        self._something.set()

    async def take(self) -> list[str | bytes]:
        """Wait until there is something to send, and give it in the order of sending.

        Raises the reason, a `Refused`, once the viewer is sent away.
        """
        while True:
            await self._news()
            if self._ended is not None:
                raise self._ended
            taken: list[str | bytes] = [*self._take_events(), *self._newest.values()]
            self._newest.clear()
            taken += self._new_curves()
            now = asyncio.get_running_loop().time()
            if self._may_send_frames and now >= self._next_bundle_at:
                self._number += 1
                measure(self._frames)
                body = bundle(self._number, list(self._frames.values()))
                taken.append(body)
                measures.FRAME_BYTES.inc(len(body))
                through = [share.carry(len(body), now) for share in self.shares]
                self._next_bundle_at = max(now + (1 / self.fps if self.fps else 0), *through, now)
                self._frames.clear()
                self._in_flight.append(self._number)
            if taken:
                return taken

    @property
    def _may_send_frames(self) -> bool:
        return bool(self._frames) and len(self._in_flight) < MAX_IN_FLIGHT

    async def _news(self) -> None:
        """Wait until something has changed, or frames that wait for their time may go."""
        due = self._next_bundle_at if self._may_send_frames else None
        try:
            async with asyncio.timeout_at(due):
                await self._something.wait()
        except TimeoutError:
            return
        self._something.clear()

    def _new_curves(self) -> list[str]:
        """Return the next piece, if there is one; what is left comes with the next `take`."""
        total = len(self._curves)
        if self._cut is None and self._seen >= total:
            return []
        points = min(MAX_POINTS, max(1, MAX_NUMBERS // max(1, len(self._curves.columns))))
        until = min(total, self._seen + points)
        columns = self._curves.since(self._seen, until)
        message = CurvesMessage(keep_until=self._cut, columns=columns)
        self._cut, self._seen = None, until
        if until < total:
            self._something.set()
        return [message.model_dump_json()]

    @property
    def _is_full(self) -> bool:
        return len(self._events) > MAX_EVENTS or self._event_bytes > MAX_EVENT_BYTES

    def _drop_older_states(self) -> None:
        """Keep the newest event of each kind that tells a state, and all others."""
        kept: deque[tuple[str, str]] = deque()
        told: set[str] = set()
        for kind, text in reversed(self._events):
            if kind not in told:
                kept.appendleft((kind, text))
                told |= {kind} & STATES
        self._events = kept
        self._event_bytes = sum(len(text) for _, text in kept)

    def _take_events(self) -> list[str]:
        taken = [text for _, text in self._events]
        self._events.clear()
        self._event_bytes = 0
        return taken


def kind_of(message: Model) -> str:
    """Return the name under which a message is told."""
    return str(type(message).model_fields["type"].default)


def measure(frames: Mapping[str, bytes]) -> None:
    """Count the frames sent, and measure the age of a bundle by one of them."""
    measures.FRAMES.inc(len(frames))
    # Not the picture of the data points, which is as old as the data set.
    drawn = next((body for key, body in frames.items() if key != POINTS), None)
    if drawn is not None and (made := made_at(drawn)) is not None:
        measures.FRAME_AGE.observe(max(0.0, time.time() - made))
