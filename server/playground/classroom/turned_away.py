"""Those who could not come in: counted for a minute, so that their teacher sees it and why."""

from __future__ import annotations

import time
from collections import deque

from playground.session.refusals import Refused
from playground.session.run_proxy import Clock
from playground.wire.classroom import TurnedAway

SHOWN_S = 60.0
MAX_COUNTED = 1000


class Door:
    """The refusals of the last minute, and the reason of the newest."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._times: deque[float] = deque(maxlen=MAX_COUNTED)
        self._newest: Refused | None = None

    def refuse(self, reason: Refused) -> None:
        self._times.append(self._clock())
        self._newest = reason

    @property
    def turned_away(self) -> TurnedAway | None:
        now = self._clock()
        while self._times and now - self._times[0] > SHOWN_S:
            self._times.popleft()
        if not self._times or self._newest is None:
            return None
        return TurnedAway(
            count=len(self._times),
            code=self._newest.code,
            detail=self._newest.sentence,
            params=dict(self._newest.params),
        )
