"""The sessions that are awake, by person and by the networks that they were made from."""

from __future__ import annotations

from collections import Counter

from playground.api.accounts import Network
from playground.api.caller import Caller
from playground.api.limits import Limits
from playground.session.refusals import Refusal, Refused
from playground.session.registry import Registry
from playground.session.session import Session

MAX_REMEMBERED = 100_000
"""Sessions whose networks are known, the newest."""


class AwakeSessions:
    """Bounds how many there are.

    Those in a class count for its own budget, and for the networks that it was opened from.
    """

    def __init__(self, limits: Limits, registry: Registry) -> None:
        self._limits, self._registry = limits, registry
        self._networks: dict[str, tuple[Network, ...]] = {}

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

    def of_classes(self, classroom: str, owner: str | None) -> list[Session]:
        """Return the sessions of a class, and of others that the same person opened."""
        return [
            each
            for each in self._registry.sessions.values()
            if each.classroom is not None
            and (each.classroom == classroom or (owner is not None and each.owner == owner))
        ]

    def at(self, network: Network) -> list[Session]:
        """Return the sessions that were made from a network, or in a class opened there."""
        return [
            each for each in self._registry.sessions.values() if network in self.networks_of(each)
        ]

    def networks_of(self, session: Session) -> tuple[Network, ...]:
        """Return from where it was made, or its class was opened."""
        return self._networks.get(session.classroom or session.id, ())

    def class_networks(self, classroom: str) -> tuple[Network, ...]:
        """Return from where a class was opened."""
        return self._networks.get(classroom, ())

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

    def remember(self, id: str, caller: Caller) -> None:
        """Keep from where a session was made, or a class opened."""
        if not caller.networks:
            return
        self._networks[id] = caller.networks
        self._registry.kept.place(id, [each.key for each in caller.networks])
        while len(self._networks) > MAX_REMEMBERED:
            del self._networks[next(iter(self._networks))]

    def remember_first(self, id: str, caller: Caller) -> None:
        """Keep from where a session was woken, unless it is known from where it was made."""
        if id not in self._networks:
            self.remember(id, caller)

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
