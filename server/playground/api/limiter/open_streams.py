"""Streams that are open, by person and by network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from playground.api.caller import Caller
from playground.api.limits import Limits
from playground.session.refusals import Refusal, Refused


class OpenStreams:
    """Bounds how many there are."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._open: Counter[str] = Counter()

    @contextmanager
    def holding(self, caller: Caller) -> Iterator[None]:
        """Count a stream while it is open. Raises `TOO_MANY_STREAMS`."""
        limits = self._limits
        bounds = caller.bounds(own=limits.person_streams, address=limits.address_streams)
        for bound in bounds:
            if self._open[bound.key] >= bound.most:
                raise Refused(Refusal.TOO_MANY_STREAMS, most=bound.most)
        held = [bound.key for bound in bounds]
        self._open.update(held)
        try:
            yield
        finally:
            self._open.subtract(held)
            for key in held:
                if self._open[key] <= 0:
                    del self._open[key]
