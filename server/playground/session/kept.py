"""What each session takes in the store, summed by person and by network as it grows."""

from __future__ import annotations

from collections.abc import Iterable

from playground.session.history import History
from playground.session.origin import NOWHERE, Origin
from playground.session.sums import ALL, Sums, keys_of
from playground.store.kept import KeptSession

BEGINNING_BYTES = 4096
"""A session that has learned nothing: its set-up twice, two links."""
VALUE_BYTES = 9
"""One figure of a curve, as MessagePack."""


class Kept:
    """The bytes of all sessions, those of the store included once they were counted.

    Of those that were made before networks were kept there are none: they count for their person.
    """

    def __init__(self) -> None:
        self._sums = Sums()

    @property
    def whole(self) -> int:
        return self._sums.of(ALL)

    @property
    def ids(self) -> frozenset[str]:
        return self._sums.ids

    def of(self, owner: str | None) -> int:
        """Return the bytes of a person's sessions."""
        return self._sums.of(("person", owner)) if owner is not None else 0

    def at(self, network: str) -> int:
        """Return the bytes of what was made from a network."""
        return self._sums.of(("network", network))

    def people_above(self, bound: float) -> list[str]:
        """Return who has more than this."""
        return self._sums.people_above(bound)

    def note(self, id: str, bytes: int, origin: Origin = NOWHERE) -> None:
        """Take in what a session takes now, and whom it counts for."""
        keys = keys_of(origin.owner, origin.networks)
        self._sums.set(id, keys or self._sums.keys(id), bytes)

    def grow(self, id: str, bytes: int) -> None:
        """Take in that a session takes at least this much by now."""
        if bytes > self._sums.bytes(id):
            self.note(id, bytes)

    def forget(self, id: str) -> None:
        self._sums.drop(id)

    def count(self, rows: Iterable[KeptSession], asked: Iterable[str]) -> None:
        """Take in what the store has of the sessions that were asked about; it has no others of them."""
        found = {row.id: row for row in rows}
        for id in asked:
            if id not in found:
                self.forget(id)
        for row in found.values():
            self.note(row.id, row.bytes, Origin(row.owner, networks=row.networks))


def estimate(history: History) -> int:
    """Return about what a session takes that is awake: its states, and the curves of the branch that trains."""
    columns = history.curves.columns
    return BEGINNING_BYTES + history.tree.bytes + VALUE_BYTES * len(columns) * len(history.curves)


def estimate_of_copy(history: History) -> int:
    """Return about what a copy of a session takes: its newest state, and the curve that leads to it."""
    checkpoint = history.checkpoint
    state = len(checkpoint.data) if checkpoint is not None else 0
    return estimate(history) - history.tree.bytes + state
