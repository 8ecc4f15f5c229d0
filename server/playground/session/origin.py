"""Where a session comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose a session is, what it was forked from, and the class that it belongs to."""

    owner: str | None = None
    parent: str | None = None
    classroom: str | None = None


NOWHERE = Origin()
