"""The ledger of uploads: what each person, each network and all together have on the disk, unpacked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playground.api.accounts import Network
from playground.api.limits import GB, MB, Limits
from playground.data.refused_file import refused
from playground.session.sums import ALL, Key, Sums, keys_of


@dataclass(frozen=True, slots=True)
class Giver:
    """Who gives a file: a digest of a person's identity, and networks whose keys are digests as well."""

    owner: str
    networks: tuple[Network, ...] = ()


class Ledger:
    """What is kept, and what is on its way: it counts from its first byte."""

    def __init__(self, limits: Limits, whole: int) -> None:
        self._limits, self._whole = limits, whole
        self._sums = Sums()

    def ids(self) -> set[str]:
        return set(self._sums.ids)

    def set(self, id: str, giver: Giver, bytes: int) -> None:
        """Count an upload with so many bytes from now on."""
        self._sums.set(id, keys_of(giver.owner, tuple(each.key for each in giver.networks)), bytes)

    def drop(self, id: str) -> None:
        """Count an upload no longer, if it is there."""
        self._sums.drop(id)

    def grow(self, id: str, giver: Giver, bytes: int) -> None:
        """Count as `set`, if there is room for so many. Raises `SpecProblem`, and counts nothing then."""
        known = self._sums.bytes(id)
        for key, most, code in self._bounds(giver):
            if self._sums.of(key) - known + bytes > most:
                raise refused(code, limit=size(most))
        self.set(id, giver, bytes)

    def refuse(self, giver: Giver) -> None:
        """Raise the `SpecProblem` of the bound that leaves this giver the least room."""
        bounds = self._bounds(giver)
        _, most, code = min(bounds, key=lambda bound: bound[1] - self._sums.of(bound[0]))
        raise refused(code, limit=size(most))

    def room(self, giver: Giver) -> int:
        """Give the bytes that this giver may bring yet."""
        return max(0, min(most - self._sums.of(key) for key, most, _ in self._bounds(giver)))

    def of(self, owner: str) -> list[str]:
        """Give the ids of what a person has uploaded."""
        return self._sums.under(("person", owner))

    def used(self, giver: Giver) -> int:
        """Give the bytes that are kept of a person."""
        return self._sums.of(("person", giver.owner))

    def _bounds(self, giver: Giver) -> Iterator[tuple[Key, int, str]]:
        """Give what is summed for a giver, its bound, and the refusal of more."""
        none = self._whole
        if giver.owner:
            own = self._limits.person_uploads * MB or none
            yield ("person", giver.owner), own, "upload_own_quota"
        for each in giver.networks:
            most = each.most(self._limits.address_uploads * MB, none) or none
            yield ("network", each.key), most, "upload_address_quota"
        yield ALL, self._whole, "upload_quota"


def size(count: int) -> str:
    """Write a number of bytes as people know it."""
    return f"{count / GB:g} GB" if count >= GB else f"{count / MB:g} MB"
