"""The bytes that each session takes in a store."""

from __future__ import annotations

from dataclasses import dataclass

ROW_BYTES = 64
"""What a row takes beside its texts and blobs: numbers, the key, its place in an index."""

MADE_WITH_IT = 2
"""Links that a session begins with, to see and to edit it: with these alone it is shared with nobody."""


@dataclass(frozen=True, slots=True)
class KeptSession:
    """What one session takes, and whom it counts for: a person, and networks by their digests.

    `shared`: a link was made to it, its picture is public, or a class has it.
    """

    id: str
    owner: str | None
    seen: float
    shared: bool
    bytes: int
    networks: tuple[str, ...] = ()
