"""The origin of a session: its owner, its parent and its class."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """The owner of a session, the session it was forked from, and the class it belongs to."""

    owner: str | None = None
    parent: str | None = None
    classroom: str | None = None


NOWHERE = Origin()
