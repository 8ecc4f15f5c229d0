"""Messages about the files that people have uploaded."""

from __future__ import annotations

from playground.spec.base import Model


class OwnUpload(Model):
    """An upload as whoever gave it sees it; `bytes` are those on the server's disk, `made` in seconds since 1970."""

    id: str
    name: str
    rows: int
    bytes: int
    made: float


class OwnUploads(Model):
    """A person's uploads, the newest first; 0 as `most` is no bound."""

    uploads: tuple[OwnUpload, ...]
    bytes: int
    most: int
