"""A new IPv6 network for each try, out of the 65,536 that a site has: over HTTP, as behind a proxy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from playground.api.accounts import IN_A_SITE
from playground.wire.close_codes import CloseCode
from playground.wire.stream import SUBPROTOCOL
from support.honest import HONEST, serve_to_all
from support.serving import Server
from support.web import until

NETWORKS = 65_536
LIMIT = 3
LIMITED = (
    "address-awake-sessions",
    "address-classes",
    "address-streams",
    "address-edits-per-minute",
    "wrong-codes-per-minute",
    "uploads-per-hour",
)
POINTS, LARGE = 1000, 80
"""Of a set-up, and so many of these, take more than a megabyte."""
COUNTED_WITHIN_S = 60.0
"""A deadline for a busy machine, not what is expected."""
NEW_SESSION = {"play": False}


class Attacker:
    """Somebody who comes from another network each time; the session is somebody else's."""

    def __init__(self, server: Server, http: httpx.Client) -> None:
        self._server, self._http, self._numbers = server, http, count()
        self.open = ExitStack()
        made = http.post("/api/sessions", json=NEW_SESSION, headers=HONEST).json()
        self._session = f"/api/sessions/{made['id']}"
        self._id, self._token = made["id"], made["links"]["edit"]

    def begin(self) -> int:
        return self._ask("POST", "/api/sessions", json=NEW_SESSION)

    def open_class(self) -> int:
        return self._ask("POST", "/api/classes", json={"session": self._id})

    def command(self) -> int:
        return self._ask("POST", f"{self._session}/commands", json={"type": "pause"})

    def guess(self) -> int:
        return self._ask("POST", "/api/classes/join", json={"code": "XXXXXX", "nickname": "Eve"})

    def upload(self) -> int:
        return self._ask("PUT", "/api/uploads?name=a.npz", content=b"")

    def stream(self) -> int:
        url = f"{self._server.url.replace('http', 'ws')}{self._session}/stream"
        # All that is told waits here: a full queue would hold the receipt of the end up, too.
        opening = connect(
            url,
            subprotocols=[SUBPROTOCOL],
            additional_headers=self._network(),
            max_queue=None,
        )
        opened = self.open.enter_context(opening)
        try:
            opened.send(json.dumps({"type": "hello", "token": self._token}))
            opened.recv(5)
        except ConnectionClosed as closed:
            assert closed.rcvd is not None
            return 429 if closed.rcvd.code == CloseCode.TOO_MANY else closed.rcvd.code
        return 200

    def _ask(self, method: str, path: str, **more: Any) -> int:
        self._http.cookies.clear()
        headers = self._network() | {"Authorization": f"Bearer {self._token}"}
        return self._http.request(method, path, headers=headers, **more).status_code

    def _network(self) -> dict[str, str]:
        return {"X-Forwarded-For": f"2001:db8:77:{next(self._numbers):x}::1"}


@pytest.fixture(scope="module")
def attacker() -> Iterator[Attacker]:
    options = (text for name in LIMITED for text in (f"--{name}", f"{LIMIT}"))
    with serve_to_all(*options) as server, httpx.Client(base_url=server.url, timeout=30) as http:
        made = Attacker(server, http)
        with made.open:
            yield made


@pytest.mark.parametrize(
    "attempt",
    [
        Attacker.begin,
        Attacker.open_class,
        Attacker.command,
        Attacker.guess,
        Attacker.upload,
        Attacker.stream,
    ],
)
def test_a_site_is_refused_whatever_network_it_comes_from(
    attacker: Attacker, attempt: Callable[[Attacker], int]
) -> None:
    tries = next(number for number in range(NETWORKS) if attempt(attacker) == 429)
    assert tries == LIMIT * IN_A_SITE


@pytest.mark.slow
def test_what_a_network_keeps_counts_after_a_restart(tmp_path: Path) -> None:
    folder = ("--data-dir", str(tmp_path))
    mine, elsewhere = ({"X-Forwarded-For": host} for host in ("2001:db8:77:1::1", "192.0.2.1"))
    points = [[0.01 * (n % 100), 0.02 * (n % 50), n % 2] for n in range(POINTS)]
    spec = {"data": {"dataset": "painted", "painted": points}}
    with serve_to_all(*folder) as server:
        for _ in range(LARGE):
            answer = post(server, mine, spec=spec, play=False)
            assert answer.status_code == 201, answer.text
    with serve_to_all(*folder, "--address-kept", "1") as server:
        until(lambda: post(server, mine, play=False).status_code == 429, COUNTED_WITHIN_S)
        assert post(server, mine, play=False).json()["code"] == "too_much_kept_here"
        assert post(server, elsewhere, play=False).status_code == 201


def post(server: Server, headers: dict[str, str], **body: Any) -> httpx.Response:
    """Begin a session, without a cookie."""
    return httpx.post(f"{server.url}/api/sessions", json=body, headers=headers, timeout=30)
