"""The origin of a session: its owner, its parent, its class, and from where it was made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """The owner of a session, the session it was forked from, and the class it belongs to.

    `networks` are the digests of what networks it counts for, an address's first.
    """

    owner: str | None = None
    parent: str | None = None
    classroom: str | None = None
    networks: tuple[str, ...] = ()


NOWHERE = Origin()
