"""Messages about the files that people have uploaded."""

from __future__ import annotations

from playground.spec.base import Model
from playground.spec.upload import Upload
from playground.wire.table_reading import Reading


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


class Uploaded(Model):
    """`preview` are the first rows as texts, a text a column in the order of the file.

    `reading` tells how the file was read; one that came before that was kept has none.
    """

    upload: Upload
    preview: tuple[tuple[str, ...], ...]
    reading: Reading | None
