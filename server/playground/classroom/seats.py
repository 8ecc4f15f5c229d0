"""Seats: the codes by which pupils go on in their own place on another device.

A code is made from the server's key, so that none is kept, and works once: the next is another.
"""

from __future__ import annotations

import hmac
import time
from collections import deque
from collections.abc import Iterable

from playground.classroom.pupil import Pupil
from playground.session.refusals import Refusal, Refused
from playground.session.run_proxy import Clock

LETTERS = "CDFGHJKMNPQRTVWXY34679"
"""No two look alike, and without vowels they make no words."""
SIGNS = 4
HOUR_S = 3600.0


class Seats:
    """The codes of one class's pupils, and how often a wrong one was entered, wherever it came from."""

    def __init__(self, key: bytes, max_wrong: int, clock: Clock = time.monotonic) -> None:
        """`max_wrong` are let through in an hour; 0 is without a bound."""
        self._key, self._max_wrong, self._clock = key, max_wrong, clock
        self._wrong: deque[float] = deque()

    def give(self, pupil: Pupil, others: Iterable[Pupil]) -> None:
        """Give a pupil the code that is theirs now, which no other has."""
        taken = {other.seat for other in others if other is not pupil}
        while (code := self._code(pupil)) in taken:
            pupil.moves += 1
        pupil.seat = code

    def renew(self, pupil: Pupil, others: Iterable[Pupil]) -> None:
        """Give a pupil another code: the one before opens nothing anymore."""
        pupil.moves += 1
        self.give(pupil, others)

    def find(self, code: str, pupils: Iterable[Pupil]) -> Pupil:
        """Return the pupil with this code, however it was typed; each is compared, in constant time.

        Raises `TOO_MANY_SEAT_CODES`, before anything is compared, or `NO_SUCH_SEAT`.
        """
        now = self._clock()
        while self._wrong and now - self._wrong[0] > HOUR_S:
            self._wrong.popleft()
        if 0 < self._max_wrong <= len(self._wrong):
            seconds = max(1, round(self._wrong[0] + HOUR_S - now))
            raise Refused(Refusal.TOO_MANY_SEAT_CODES, seconds=seconds)
        typed = plain(code).encode()
        found = [each for each in pupils if hmac.compare_digest(each.seat.encode(), typed)]
        if not found:
            self._wrong.append(now)
            raise Refused(Refusal.NO_SUCH_SEAT)
        return found[0]

    def _code(self, pupil: Pupil) -> str:
        what = f"playground.seat {pupil.id} {pupil.moves}".encode()
        number = int.from_bytes(hmac.digest(self._key, what, "sha256")[:8])
        return "".join(
            LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(SIGNS)
        )


def plain(code: str) -> str:
    """Return a code as it is drawn, however it was typed."""
    return "".join(letter for letter in code.upper() if letter.isalnum())
