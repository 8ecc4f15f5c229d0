"""The settings of this server, read from flags and the environment and passed on as a value."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass, field
from urllib.parse import quote

from playground.api.addresses import is_here
from playground.api.limits import KB, Limits
from playground.api.options import (
    at_least,
    content_sources,
    days,
    gigabytes,
    network,
    option,
    percent,
    token,
)
from playground.api.patience import Patience
from playground.data import storage

EVERYWHERE = ("0.0.0.0", "::")


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; a field that is no `option` is set by tests only.

    Sessions are kept in `database`, an SQLAlchemy URL, or else in a file in the folder for data.
    """

    host: str = option("127.0.0.1", "0.0.0.0 serves to other machines")
    port: int = option(8000, parse=int)
    device: str = option("auto", "auto, cpu, cuda, cuda:N or mps")
    engine: str = option("local", choices=("local",))
    trainers: int | None = option(None, "trainer processes on a CPU", parse=int, unit="PROCESSES")
    slow_trainers: int | None = option(
        None,
        "processes that may be begun, each of about 200 MB, for networks of which a step takes more"
        " than 50 ms; they have the lowest priority. By default 1, or 2 on more than 4 cores",
        parse=at_least(1),
        unit="PROCESSES",
    )
    origins: tuple[str, ...] = option(
        (),
        "an address at which people open the page, such as http://192.168.1.10:8000;"
        " may be given several times",
        flag="origin",
        repeated=True,
    )
    frame_ancestors: str = option(
        "'self'",
        "whose pages may embed this one, such as \"'self' https://school.example\"",
        parse=content_sources,
        unit="SOURCES",
    )
    data_dir: str | None = option(
        None, "where uploads are kept, by default in your own folder for data"
    )
    max_upload_bytes: int = option(
        4 * 10**9,
        "GB of the biggest file that may be uploaded, 4 by default",
        flag="max_upload",
        parse=gigabytes,
        unit="GB",
    )
    max_uploads_bytes: int = option(
        20 * 10**9,
        "GB that all uploads together, unpacked, may take, 20 by default",
        flag="max_uploads",
        parse=gigabytes,
        unit="GB",
    )
    keep_uploads_days: int = option(
        30,
        "days for which an upload is kept that no session uses any more, nor could by Undo; one that was never used goes"
        " after a day, and with 0 none is deleted (%(default)s)",
        parse=at_least(0),
        unit="DAYS",
    )
    max_kept_bytes: int = option(
        20 * 10**9,
        "GB that all sessions together may take, 20 by default: then those that nobody has opened for"
        " longest and that are not shared go, and new ones are refused",
        flag="max_kept",
        parse=gigabytes,
        unit="GB",
    )
    keep_days: float = option(
        90.0,
        "days for which a session is kept that nobody opens (%(default)s); 0 is forever",
        parse=days,
        unit="DAYS",
    )
    database: str | None = option(
        None,
        "where sessions are kept: postgresql://USER@HOST/NAME, or by default (and without"
        " DATABASE_URL) an SQLite file in the folder for data",
        unit="URL",
        also="DATABASE_URL",
    )
    trusted_proxies: tuple[str, ...] = option(
        (),
        "a proxy, or a network of them, that says for whom it asks (X-Forwarded-For) and whether"
        " they came by TLS; may be given several times, and without it none is believed",
        flag="trusted_proxy",
        parse=network,
        unit="ADDRESS",
        repeated=True,
    )
    behind_proxy: bool = option(
        False,
        "a proxy on this very machine asks for others: nobody is its own user, who has no limits and"
        " sees /metrics without a token; all count by the address that they come from, which is the"
        " proxy's for all of them unless it is a --trusted-proxy",
        switch=True,
    )
    operator_token: str | None = option(
        None,
        "opens /operator, and /metrics to other machines; better in the environment, as"
        " PLAYGROUND_OPERATOR_TOKEN, where no list of processes shows it",
        parse=token,
        unit="TOKEN",
    )
    log_json: bool = option(False, "a line of JSON for each request", switch=True)
    max_sessions: int = option(
        200,
        "sessions that are in a trainer at a time (%(default)s)",
        parse=at_least(1),
        unit="SESSIONS",
        group="places",
    )
    max_waiting: int = option(
        500,
        "sessions that may wait for a place (%(default)s)",
        parse=at_least(1),
        unit="SESSIONS",
        group="places",
    )
    class_share: int = option(
        75,
        "percent of all places that the classes may take together: the rest is for who is in none"
        " (%(default)s)",
        parse=percent,
        unit="PERCENT",
        group="places",
    )
    request_within: int = option(
        10,
        "seconds in which a request's head must come, and the next %(default)s times"
        " --body-rate of its body (%(default)s)",
        parse=at_least(1),
        unit="SECONDS",
        group="connections",
    )
    body_rate: int = option(
        2,
        "kB a second that a request's body must bring at least (%(default)s)",
        parse=at_least(0),
        unit="KB",
        group="connections",
    )
    read_within: int = option(
        30,
        "seconds in which who is answered must read more of what waits (%(default)s)",
        parse=at_least(1),
        unit="SECONDS",
        group="connections",
    )
    limits: Limits = field(default_factory=Limits)
    sleep_s: float = 30.0
    park_s: float = 300.0

    @property
    def trusted_networks(self) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
        return tuple(ipaddress.ip_network(each, strict=False) for each in self.trusted_proxies)

    @property
    def patience(self) -> Patience:
        return Patience(self.request_within, self.body_rate * KB, self.read_within)

    @property
    def opened(self) -> bool:
        """Whether others than this machine's own user may come by its own address.

        They do where people open the page at an address that is not this machine's alone, and where
        a proxy on it is trusted or said to be there.
        """
        if self.behind_proxy or any(each.is_loopback for each in self.trusted_networks):
            return True
        return not all(is_here(origin.partition("://")[2]) for origin in self.origins)

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


def own_names() -> set[str]:
    """Return this machine's name and the addresses that it resolves to."""
    name = socket.gethostname()
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(name, None)}
    except OSError:
        found = set()
    addresses = {f"[{address}]" if ":" in str(address) else str(address) for address in found}
    return addresses | {name.lower()}
