"""The rate of the log: of lines alike, few a second are written and the others are counted.

Anybody can cause lines: a request that is refused, a stream that breaks, a fault that comes each time.
What is refused or went wrong has few lines a second of a kind, what was done has many; a line "more like
it" tells how many there were beside. The first of a kind always comes.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Hashable, MutableMapping
from typing import Any

import structlog

from playground.engine.line_rate import Rate

Event = MutableMapping[str, Any]

REFUSALS_A_SECOND = 10
"""Lines of one event, one level and one outcome."""
OTHERS_A_SECOND = 500
"""A line a request that was answered, for all together."""
WITHIN_S = 1.0
MAX_ALIKE, ALIKE_WITHIN_S = 5, 60.0
"""Of a library's lines of one text."""
MAX_TEXT = 300
MORE = "more_like_it"
LEAVING = frozenset({1000, 1001, 1005, 1006, 1012})
"""Codes of a stream's end that are no refusal."""

_log = structlog.get_logger()


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
