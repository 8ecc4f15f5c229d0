"""The rate of the log: of lines alike, few a second are written and the others are counted.

Anybody can cause lines: a request that is refused, a stream that breaks, a fault that comes each time.
What is refused or went wrong has few lines a second of a kind, what was done has many; a line "more like
it" tells how many there were beside. The first of a kind always comes.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable, MutableMapping
from dataclasses import dataclass
from typing import Any

import structlog

Event = MutableMapping[str, Any]
Tell = Callable[[Hashable, int], None]

REFUSALS_A_SECOND = 10
"""Lines of one event, one level and one outcome."""
OTHERS_A_SECOND = 500
"""A line a request that was answered, for all together."""
WITHIN_S = 1.0
MAX_ALIKE, ALIKE_WITHIN_S = 5, 60.0
"""Of a library's lines of one text."""
MAX_KINDS = 500
"""Kinds that are known at a time: past those, all new ones are one."""
MAX_TEXT = 300
MORE = "more_like_it"
LEAVING = frozenset({1000, 1001, 1005, 1006, 1012})
"""Codes of a stream's end that are no refusal."""

_log = structlog.get_logger()


@dataclass(slots=True)
class _Time:
    began: float
    lines: int = 0
    hidden: int = 0


class Rate:
    """Lets so many of a kind through in a time; `tell` hears how many more there were, once it is over.

    Threads may share it.
    """

    def __init__(self, within_s: float, tell: Tell) -> None:
        self._within_s, self._tell = within_s, tell
        self._times: dict[Hashable, _Time] = {}
        self._lock = threading.Lock()

    def admits(self, kind: Hashable, most: int, now: float) -> bool:
        """Whether one more of this kind is let through now."""
        self.settle(now)
        with self._lock:
            if kind not in self._times and len(self._times) >= MAX_KINDS:
                kind = None
            of_it = self._times.setdefault(kind, _Time(now))
            if of_it.lines < most:
                of_it.lines += 1
                return True
            of_it.hidden += 1
            return False

    def settle(self, now: float, *, all: bool = False) -> None:
        """Tell of the kinds whose time is over, or of all."""
        gone = []
        with self._lock:
            # In the order in which their times began.
            while self._times:
                kind, of_it = next(iter(self._times.items()))
                if not all and now - of_it.began < self._within_s:
                    break
                del self._times[kind]
                gone.append((kind, of_it.hidden))
        for kind, hidden in gone:
            if hidden:
                self._tell(kind, hidden)


class LinesRate(logging.Filter):
    """Bounds what a library writes, by its text."""

    def __init__(self) -> None:
        super().__init__()
        self._rate = Rate(ALIKE_WITHIN_S, self._more)

    def filter(self, record: logging.LogRecord) -> bool:
        return self._rate.admits(str(record.msg)[:MAX_TEXT], MAX_ALIKE, record.created)

    def _more(self, kind: Hashable, count: int) -> None:
        _log.warning(MORE, of=str(kind or "other lines"), count=count)


class EventsRate:
    """Bounds the server's own lines: the first step of its log, so that a line too many costs little."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._rate = Rate(WITHIN_S, self._more)

    def __call__(self, logger: Any, method: str, event: Event) -> Event:
        """Let the line through. Raises `structlog.DropEvent` where it is one too many."""
        if event.get("event") == MORE:
            return event
        outcome = event.get("status", event.get("code"))
        refused = method != "info" or _is_refusal(outcome)
        kind = (str(event.get("event"))[:MAX_TEXT], method, outcome if refused else None)
        most = REFUSALS_A_SECOND if refused else OTHERS_A_SECOND
        if not self._rate.admits(kind, most, self._clock()):
            raise structlog.DropEvent
        return event

    def settle(self, *, all: bool = False) -> None:
        """Tell how many lines were not written, of the time that is over or of all."""
        self._rate.settle(self._clock(), all=all)

    def _more(self, kind: Hashable, count: int) -> None:
        name, method, outcome = (
            kind if isinstance(kind, tuple) else ("other lines", "warning", None)
        )
        beside = {} if outcome is None else {"outcome": outcome}
        tell = getattr(_log, "error" if method == "exception" else method)
        tell(MORE, of=name, count=count, **beside)


def _is_refusal(outcome: object) -> bool:
    """Whether a status of HTTP or a code of a stream's end says that something was not done."""
    if not isinstance(outcome, int):
        return False
    return 400 <= outcome < 600 or (outcome >= 1000 and outcome not in LEAVING)
