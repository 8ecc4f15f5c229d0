"""How many connections may be open: together, and of one address."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence

import prometheus_client
import structlog

from playground.api.accounts import Network, bounds_of, networks_of
from playground.api.addresses import Network as Trusted
from playground.api.addresses import parse_address, subscriber, within
from playground.api.limiter.rates import Rate, Rates
from playground.api.settings import Settings

ENOUGH_DESCRIPTORS = 65_536
RESERVE = 256
"""Descriptors that connections leave to the store, the trainers, uploads and the page's files."""
CROWDED = 0.75
TOLD_EVERY_S = 60.0
AT_ONCE, AT_ONCE_WITHIN_S = 64, 0.25
"""Newcomers of an address that are heard at once, and the time in which so many more may be.

Each costs a millisecond and more: hundreds at once, and nobody else was heard for half a second. A
class of 60 whose pages are opened together is heard within two seconds.
"""

OPEN = prometheus_client.Gauge("playground_connections", "Connections that are open")
REFUSED = prometheus_client.Counter(
    "playground_connections_refused", "Connections closed at once", ["bound"]
)

log = structlog.get_logger()


class Doorway:
    """Counts the connections that are open, and says who may come in.

    One address has half the places at most, whatever its own bound, and so has a site. Proxies that
    are trusted stand for many people: they are counted in the whole only.
    """

    def __init__(
        self,
        whole: int,
        of_one_address: int,
        trusted: Sequence[Trusted] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.whole = whole
        self.of_one_address = min(of_one_address or whole, max(1, whole // 2))
        self._trusted = trusted
        self._newcomers = Rates(clock)
        self._open: Counter[str] = Counter()
        self._together = 0
        self._refused = 0
        self._told_at = -TOLD_EVERY_S

    def __len__(self) -> int:
        return self._together

    @property
    def crowded(self) -> bool:
        """Whether few places are left."""
        return self._together > CROWDED * self.whole

    def enter(self, host: str) -> tuple[Network, ...] | None:
        """Count a connection in; None, and nothing is counted, where there is no place for it.

        What comes back is for `leave`.
        """
        if self._together >= self.whole:
            self.refuse("whole")
            return None
        networks = self._counted(host)
        for each in networks:
            if self._open[each.key] >= each.most(self.of_one_address, self.whole):
                self.refuse("address")
                return None
        self._together += 1
        self._open.update(each.key for each in networks)
        OPEN.set(self._together)
        return networks

    def turn(self, host: str) -> float:
        """Return the seconds until a newcomer from there is heard: networks with many take turns with others."""
        rate = Rate(
            "newcomers", AT_ONCE_WITHIN_S, bounds_of(None, self._counted(host), address=AT_ONCE)
        )
        seconds = self._newcomers.seconds(rate)
        self._newcomers.take(rate)
        return seconds

    def leave(self, networks: tuple[Network, ...]) -> None:
        """Count a connection out."""
        self._together -= 1
        for each in networks:
            self._open[each.key] -= 1
            if not self._open[each.key]:
                del self._open[each.key]
        OPEN.set(self._together)

    def _counted(self, host: str) -> tuple[Network, ...]:
        address = parse_address(host)
        if address is not None and within(address, self._trusted):
            return ()
        return networks_of(host if address is None else subscriber(address))

    def refuse(self, bound: str) -> None:
        """Note a refusal. The log gets a line a minute, however many there are."""
        REFUSED.labels(bound).inc()
        self._refused += 1
        now = time.monotonic()
        if now - self._told_at >= TOLD_EVERY_S:
            log.warning(
                "connections refused",
                bound=bound,
                refused=self._refused,
                open=self._together,
                addresses=len(self._open),
            )
            self._told_at, self._refused = now, 0


def doorway_of(settings: Settings) -> Doorway:
    """Make the doorway that settings ask for, as wide as this process's descriptors allow."""
    limits = settings.limits
    whole = places(limits.connections, raise_descriptor_limit())
    return Doorway(whole, limits.address_connections, settings.trusted_networks)


def places(wanted: int, descriptors: int) -> int:
    """Return how many connections may be open; `wanted` is 0 for as many as descriptors allow."""
    room = descriptors - min(RESERVE, descriptors // 2)
    return min(wanted or room, room)


def raise_descriptor_limit() -> int:
    """Let this process open as many files as it may, within reason; return how many these are."""
    if sys.platform == "win32":
        return ENOUGH_DESCRIPTORS
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    may = ENOUGH_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, ENOUGH_DESCRIPTORS)
    if soft == resource.RLIM_INFINITY:
        return ENOUGH_DESCRIPTORS
    if soft >= may:
        return min(soft, ENOUGH_DESCRIPTORS)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (may, hard))
    except (ValueError, OSError):
        # macOS has a bound of its own below the one that it names.
        return soft
    return may
