"""What all streams have in common, by WebSocket or by events: what breaks them, how much may be said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from prometheus_client import Counter, Gauge

from playground.session.refusals import Refused
from playground.wire.close_codes import CloseCode

STALLED_AT_MOST_S = 10.0
"""The longest that one message may wait for the peer to read what came before."""
MAX_PER_S = 100.0
BURST = 300.0
"""Messages: a page that draws 60 bundles a second and drags a slider stays well below."""

VIEWERS = Gauge("playground_viewers", "Pages that watch a session or a class")
SENT = Counter("playground_messages_sent", "Messages sent to viewers", ["kind"])
DROPPED = Counter("playground_frames_dropped", "Frames that a newer one replaced unsent")


class Broken(Exception):
    """The browser broke the protocol: close with this code and sentence."""

    def __init__(self, code: CloseCode, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.sentence = code, sentence

    @classmethod
    def by(cls, reason: Refused) -> Broken:
        return cls(reason.close, reason.sentence)


class Allowance:
    """A bucket of messages that fills at a steady rate."""

    def __init__(self, now: float) -> None:
        self._left, self._filled = BURST, now

    def spend(self, now: float, cost: float = 1) -> None:
        """Raise `Broken` when the bucket is empty."""
        self._left = min(BURST, self._left + (now - self._filled) * MAX_PER_S) - cost
        self._filled = now
        if self._left < 0:
            raise Broken(
                CloseCode.TOO_MANY, "This page sends too many messages, so it starts over."
            )


Handler = Callable[[Any, Allowance], None]
