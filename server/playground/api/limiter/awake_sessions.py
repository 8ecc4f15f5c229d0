"""The sessions that are awake, by person and by the networks that they were made from."""

from __future__ import annotations

from collections import Counter

from playground.api.accounts import Network, in_order
from playground.api.caller import Caller
from playground.api.limits import Limits
from playground.session.origin import Origin
from playground.session.refusals import Refusal, Refused
from playground.session.registry import Registry
from playground.session.session import Session

MAX_REMEMBERED = 100_000
"""Sessions whose networks are known, the newest."""


class AwakeSessions:
    """Bounds how many there are.

    Those in a class count for its own budget, and for the networks that it was opened from. One that
    was made before networks were kept counts for those that it was woken from.
    """

    def __init__(self, limits: Limits, registry: Registry) -> None:
        self._limits, self._registry = limits, registry
        self._woken_from: dict[str, tuple[str, ...]] = {}

    def __contains__(self, id: str) -> bool:
        return id in self._registry.sessions

    @property
    def all(self) -> list[Session]:
        return list(self._registry.sessions.values())

    def of(self, owner: str | None) -> list[Session]:
        """Return a person's own sessions, without those of the classes that they opened."""
        return [
            each
            for each in self._registry.sessions.values()
            if owner is not None and each.owner == owner and each.classroom is None
        ]

    def of_classes(self, origin: Origin) -> list[Session]:
        """Return the sessions of a class, and of others that the same person opened."""
        classroom, owner = origin.classroom, origin.owner
        return [
            each
            for each in self._registry.sessions.values()
            if each.classroom is not None
            and (each.classroom == classroom or (owner is not None and each.owner == owner))
        ]

    def at(self, network: Network) -> list[Session]:
        """Return the sessions that were made from a network, or in a class opened there."""
        sessions = self._registry.sessions.values()
        return [each for each in sessions if network.key in self._keys_of(each)]

    def networks_of(self, session: Session) -> tuple[Network, ...]:
        """Return from where it was made, or its class was opened."""
        return in_order(*self._keys_of(session))

    def _keys_of(self, session: Session) -> tuple[str, ...]:
        return session.origin.networks or self._woken_from.get(session.id, ())

    def most(self, network: Network) -> int:
        """Return how many a network may have awake; 0 is for as many as there are places."""
        return network.most(self._limits.address_awake_sessions, self._registry.max_awake)

    @property
    def memory(self) -> int:
        """The devices' bytes together; 0 while they are not known."""
        return self._registry.memory or 0

    def make_room(self, among: list[Session]) -> bool:
        """Park one of these that nobody looks at, if there is one."""
        return self._registry.make_room(among)

    def remember(self, session: Session, caller: Caller) -> None:
        """Keep from where a session was woken, unless it is known from where it was made."""
        if caller.networks and not self._keys_of(session):
            self._woken_from[session.id] = caller.keys
            while len(self._woken_from) > MAX_REMEMBERED:
                del self._woken_from[next(iter(self._woken_from))]

    def busiest(self, count: int) -> list[tuple[str, int]]:
        """Return who has most sessions awake, by the digest of their identity."""
        owners = Counter(each.owner for each in self._registry.sessions.values() if each.owner)
        return owners.most_common(count)

    def check(self, caller: Caller) -> None:
        """Make room for one session more. Raises `TOO_MANY_SESSIONS` or `TOO_MANY_HERE`."""
        most = self._limits.awake_sessions
        mine = self.of(caller.owner)
        if 0 < most <= len(mine) and not self._registry.make_room(mine):
            raise Refused(Refusal.TOO_MANY_SESSIONS, most=most)
        self.check_networks(caller.networks, Refusal.TOO_MANY_HERE)

    def check_networks(self, networks: tuple[Network, ...], refusal: Refusal) -> None:
        """Make room for one more from these networks. Raises the refusal."""
        for network in networks:
            most = self.most(network)
            here = self.at(network) if most else []
            if most and len(here) >= most and not self._registry.make_room(here):
                raise Refused(refusal, most=most)
