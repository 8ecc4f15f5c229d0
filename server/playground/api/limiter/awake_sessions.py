"""The sessions that are awake, by person and by the address that they were made from."""

from __future__ import annotations

from collections import Counter

from playground.api.caller import Caller
from playground.api.limits import Limits
from playground.session.refusals import Refusal, Refused
from playground.session.registry import Registry
from playground.session.session import Session

MAX_REMEMBERED = 100_000
"""Sessions whose address is known, the newest."""


class AwakeSessions:
    """Bounds how many there are.

    Those in a class count for its own budget, and for the address that it was opened from.
    """

    def __init__(self, limits: Limits, registry: Registry) -> None:
        self._limits, self._registry = limits, registry
        self._addresses: dict[str, str] = {}

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

    def at(self, address: str | None) -> list[Session]:
        """Return the sessions that were made from an address, or in a class opened there."""
        return [
            each
            for each in self._registry.sessions.values()
            if address is not None and self.address_of(each) == address
        ]

    def address_of(self, session: Session) -> str | None:
        """Return from where it was made, or its class was opened."""
        return self._addresses.get(session.classroom or session.id)

    def class_address(self, classroom: str) -> str | None:
        """Return from where a class was opened."""
        return self._addresses.get(classroom)

    def make_room(self, among: list[Session]) -> bool:
        """Park one of these that nobody looks at, if there is one."""
        return self._registry.make_room(among)

    def remember(self, id: str, caller: Caller) -> None:
        """Keep from where a session was made, or a class opened."""
        if caller.address is None:
            return
        self._addresses[id] = caller.address
        self._registry.kept.place(id, caller.address)
        while len(self._addresses) > MAX_REMEMBERED:
            del self._addresses[next(iter(self._addresses))]

    def remember_first(self, id: str, caller: Caller) -> None:
        """Keep from where a session was woken, unless it is known from where it was made."""
        if id not in self._addresses:
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
        self.check_address(caller)

    def check_address(self, caller: Caller) -> None:
        """Make room for one more from this address. Raises `TOO_MANY_HERE`."""
        most = self._limits.address_awake_sessions
        here = self.at(caller.address) if most else []
        if most and len(here) >= most and not self._registry.make_room(here):
            raise Refused(Refusal.TOO_MANY_HERE, most=most)
