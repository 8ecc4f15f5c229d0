"""What each session takes in the store, summed by person and by network as it grows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from playground.session.history import History
from playground.session.origin import NOWHERE, Origin
from playground.store.kept import KeptSession

BEGINNING_BYTES = 4096
"""A session that has learned nothing: its set-up twice, two links."""
VALUE_BYTES = 9
"""One figure of a curve, as MessagePack."""


@dataclass(slots=True)
class _Entry:
    bytes: int = 0
    owner: str | None = None
    networks: tuple[str, ...] = ()


class Kept:
    """The bytes of all sessions, those of the store included once they were counted.

    Of those that were made before networks were kept there are none: they count for their person.
    """

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self._people: Counter[str] = Counter()
        self._networks: Counter[str] = Counter()
        self.whole = 0

    def of(self, owner: str | None) -> int:
        """Return the bytes of a person's sessions."""
        return self._people[owner] if owner is not None else 0

    def at(self, network: str) -> int:
        """Return the bytes of what was made from a network."""
        return self._networks[network]

    def people_above(self, bound: float) -> list[str]:
        """Return who has more than this."""
        return [owner for owner, bytes in self._people.items() if bytes > bound]

    def note(self, id: str, bytes: int, origin: Origin = NOWHERE) -> None:
        """Take in what a session takes now, and whom it counts for."""
        entry = self._entries.setdefault(id, _Entry())
        self._add(entry, -entry.bytes)
        entry.bytes, entry.owner = bytes, origin.owner or entry.owner
        entry.networks = origin.networks or entry.networks
        self._add(entry, bytes)

    def grow(self, id: str, bytes: int) -> None:
        """Take in that a session takes at least this much by now."""
        entry = self._entries.get(id)
        if entry is None or entry.bytes < bytes:
            self.note(id, bytes)

    def forget(self, id: str) -> None:
        entry = self._entries.pop(id, None)
        if entry is not None:
            self._add(entry, -entry.bytes)

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(self._entries)

    def count(self, rows: Iterable[KeptSession], asked: Iterable[str]) -> None:
        """Take in what the store has of the sessions that were asked about; it has no others of them."""
        found = {row.id: row for row in rows}
        for id in asked:
            if id not in found:
                self.forget(id)
        for row in found.values():
            self.note(row.id, row.bytes, Origin(row.owner, networks=row.networks))

    def _add(self, entry: _Entry, bytes: int) -> None:
        self.whole += bytes
        people = () if entry.owner is None else (entry.owner,)
        for sums, keys in ((self._people, people), (self._networks, entry.networks)):
            for key in keys:
                sums[key] += bytes
                if sums[key] <= 0:
                    del sums[key]


def estimate(history: History) -> int:
    """Return about what a session takes that is awake: its newest state, and its curves."""
    columns = history.curves.columns
    state = history.checkpoint.data if history.checkpoint is not None else b""
    return BEGINNING_BYTES + len(state) + VALUE_BYTES * len(columns) * len(history.curves)
