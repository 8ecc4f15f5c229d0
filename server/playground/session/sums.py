"""Sums of bytes under the keys that each thing counts for: its person, its networks, and all together."""

from __future__ import annotations

from collections import Counter

Key = tuple[str, str]
ALL: Key = ("all", "")


def keys_of(owner: str | None, networks: tuple[str, ...] = ()) -> tuple[Key, ...]:
    """Return what counts for a person, if there is one, and for networks, by their digests."""
    people = (("person", owner),) if owner else ()
    return (*people, *(("network", each) for each in networks))


class Sums:
    """Bytes by id, and together under each key. All count for `ALL`."""

    def __init__(self) -> None:
        self._entries: dict[str, tuple[tuple[Key, ...], int]] = {}
        self._sums: Counter[Key] = Counter()

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(self._entries)

    def set(self, id: str, keys: tuple[Key, ...], bytes: int) -> None:
        """Count a thing with so many bytes from now on."""
        self.drop(id)
        self._entries[id] = keys, bytes
        self._sums.update(dict.fromkeys((ALL, *keys), bytes))

    def drop(self, id: str) -> None:
        """Count a thing no longer, if it is there."""
        keys, bytes = self._entries.pop(id, ((), 0))
        for key in (ALL, *keys):
            self._sums[key] -= bytes
            if self._sums[key] <= 0:
                del self._sums[key]

    def bytes(self, id: str) -> int:
        return self._entries[id][1] if id in self._entries else 0

    def keys(self, id: str) -> tuple[Key, ...]:
        """Return what a thing counts for, beside all; nothing where it is not there."""
        return self._entries[id][0] if id in self._entries else ()

    def of(self, key: Key) -> int:
        """Return the bytes of all that counts for this."""
        return self._sums[key]

    def under(self, key: Key) -> list[str]:
        """Return the ids of all that counts for this."""
        return [id for id, (keys, _) in self._entries.items() if key in keys]

    def people_above(self, bound: float) -> list[str]:
        """Return who has more than this."""
        return [who for (kind, who), sum in self._sums.items() if kind == "person" and sum > bound]
