"""How this server is set up: from the command line, passed on as a value."""

from __future__ import annotations

import socket
from dataclasses import dataclass

EVERYWHERE = ("0.0.0.0", "::")


@dataclass(frozen=True, slots=True)
class Settings:
    """`origins` are the addresses at which people open the page, beside this machine's own.

    A file may have `most_upload_bytes`, and all that are kept `most_uploads_bytes` together.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    device: str = "auto"
    trainers: int | None = None
    origins: tuple[str, ...] = ()
    most_sessions: int = 200
    sleep_s: float = 30.0
    end_s: float = 3600.0
    most_upload_bytes: int = 4 * 10**9
    most_uploads_bytes: int = 20 * 10**9

    @property
    def allowed_origins(self) -> frozenset[str]:
        """Never taken from a request's Host: a page elsewhere could name itself there."""
        names = {"127.0.0.1", "localhost", "[::1]"}
        names |= own_names() if self.host in EVERYWHERE else {self.host}
        own = {f"http://{name}:{self.port}" for name in names}
        return frozenset(own | {origin.rstrip("/").lower() for origin in self.origins})


def own_names() -> set[str]:
    """This machine's name and the addresses that it resolves to."""
    name = socket.gethostname()
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(name, None)}
    except OSError:
        found = set()
    addresses = {f"[{address}]" if ":" in str(address) else str(address) for address in found}
    return addresses | {name.lower()}
