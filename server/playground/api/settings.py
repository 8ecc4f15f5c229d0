"""How this server is set up: from the command line, passed on as a value."""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from playground.data import storage

EVERYWHERE = ("0.0.0.0", "::")
_SOURCE = re.compile(r"'self'|'none'|\*|https?://(\*\.)?[A-Za-z0-9.\[\]:-]+(:(\d+|\*))?")


def limit(default: int, help: str) -> Any:
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one person (a browser's identity) and one address may take; 0 is without a limit.

    A class at school is one address, so an address may take what sixty people do. A class's pupils
    count against their class. Each row is an option of the command line: `--` and its name.
    """

    sessions_per_minute: int = limit(60, "sessions that a person may begin in a minute")
    sessions_per_hour: int = limit(600, "sessions that a person may begin in an hour")
    address_sessions_per_minute: int = limit(300, "the same of all people at one address")
    address_sessions_per_hour: int = limit(3000, "the same of all people at one address")
    awake_sessions: int = limit(24, "a person's sessions that may be awake")
    address_awake_sessions: int = limit(160, "the same of all people at one address")
    session_parameters: int = limit(0, "parameters of one network, at most what every network may")
    person_parameters: int = limit(4_000_000, "parameters of a person's awake sessions together")
    address_parameters: int = limit(60_000_000, "the same of all people at one address")
    session_memory: int = limit(0, "MB of device memory, as estimated, that one session may take")
    person_memory: int = limit(1000, "the same of a person's awake sessions together")
    address_memory: int = limit(16_000, "the same of all people at one address")
    steps_per_second: int = limit(0, "training steps a second of one session")
    person_steps_per_second: int = limit(0, "the same of a person's sessions together")
    address_steps_per_second: int = limit(0, "the same of all people at one address")
    viewer_bandwidth: int = limit(16_000, "kB of pictures a second to one page")
    address_bandwidth: int = limit(120_000, "the same to all pages at one address")
    streams_per_minute: int = limit(240, "streams that a person may open in a minute")
    address_streams_per_minute: int = limit(2400, "the same of all people at one address")
    person_streams: int = limit(60, "streams that a person may have open")
    address_streams: int = limit(1000, "the same of all people at one address")
    wrong_codes_per_minute: int = limit(30, "wrong class codes that may come from one address")
    classes_per_hour: int = limit(30, "classes that may be opened from one address in an hour")
    pushes_per_minute: int = limit(60, "set-ups that may be given to pupils from one address")
    uploads_per_hour: int = limit(300, "files that may be uploaded from one address in an hour")
    person_uploads: int = limit(8_000, "MB of uploads that are kept of one person")


@dataclass(frozen=True, slots=True)
class Settings:
    """`origins` are the addresses at which people open the page, beside this machine's own, and
    `frame_ancestors` those (and 'self') whose pages may embed it.

    `max_sessions` have a place in a trainer at a time, and `max_waiting` may wait for one. Of
    `trusted_proxies` (addresses or networks) it is believed whose requests they pass on.

    Sessions are kept in `database`, an SQLAlchemy URL, or else in a file in the folder for data.
    A file may have `max_upload_bytes`, and all that are kept `max_uploads_bytes` together.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    device: str = "auto"
    trainers: int | None = None
    origins: tuple[str, ...] = ()
    frame_ancestors: str = "'self'"
    max_sessions: int = 200
    max_waiting: int = 500
    limits: Limits = Limits()
    trusted_proxies: tuple[str, ...] = ()
    operator_token: str | None = None
    log_json: bool = False
    sleep_s: float = 30.0
    park_s: float = 300.0
    keep_days: float = 90.0
    database: str | None = None
    max_upload_bytes: int = 4 * 10**9
    max_uploads_bytes: int = 20 * 10**9

    @property
    def trusted_networks(self) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
        return tuple(ipaddress.ip_network(each, strict=False) for each in self.trusted_proxies)

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{quote(str(storage.data_dir() / 'playground.db'))}"

    @property
    def allowed_origins(self) -> frozenset[str]:
        """Never taken from a request's Host: a page elsewhere could name itself there."""
        names = {"127.0.0.1", "localhost", "[::1]"}
        names |= own_names() if self.host in EVERYWHERE else {self.host}
        own = {f"http://{name}:{self.port}" for name in names}
        return frozenset(own | {origin.rstrip("/").lower() for origin in self.origins})


FEWEST_LETTERS = 16


def operator_token(text: str) -> str:
    """Raises `ValueError` for one that could be guessed, of which argparse makes a message."""
    if len(text) < FEWEST_LETTERS or not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError
    return text


def network(text: str) -> str:
    """An address or a network. Raises `ValueError`, of which argparse makes a message."""
    return str(ipaddress.ip_network(text, strict=False))


def frame_ancestors(text: str) -> str:
    """Sources of a content security policy. Raises `ValueError`, of which argparse makes a message."""
    sources = text.split()
    if not sources or not all(_SOURCE.fullmatch(source) for source in sources):
        raise ValueError
    return " ".join(sources)


def own_names() -> set[str]:
    """This machine's name and the addresses that it resolves to."""
    name = socket.gethostname()
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(name, None)}
    except OSError:
        found = set()
    addresses = {f"[{address}]" if ":" in str(address) else str(address) for address in found}
    return addresses | {name.lower()}
