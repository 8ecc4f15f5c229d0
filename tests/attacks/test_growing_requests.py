"""Small requests that would grow: a set-up, its history and what waits for its viewers stay bounded."""

from __future__ import annotations

import json
import os
import socket
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from playground.spec.size import MAX_BYTES
from support.honest import ATTACKER, all_is_as_before, beside, own_memory, serve_to_all
from support.serving import Server

MB = 10**6
AT_ONCE = 40


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve_to_all() as running:
        yield running


class Session:
    """A session of one's own, by its edit link."""

    def __init__(self, server: Server, **spec: Any) -> None:
        self._url = f"{server.url}/api/sessions"
        body = {"play": False, "spec": spec}
        answer = httpx.post(self._url, json=body, headers=ATTACKER, timeout=30, trust_env=False)
        made = answer.raise_for_status().json()
        self.id, self.token, self.revision = made["id"], made["links"]["edit"], made["revision"]

    def ask(self, method: str, path: str = "", **more: Any) -> httpx.Response:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "If-Match": str(self.revision),
        } | ATTACKER
        url = f"{self._url}/{self.id}{path}"
        return httpx.request(method, url, headers=headers, timeout=30, trust_env=False, **more)

    def patch(self, *operations: dict[str, Any]) -> httpx.Response:
        answer = self.ask("PATCH", "/spec", json={"patch": operations})
        if answer.status_code == 200:
            self.revision = answer.json()["revision"]
        return answer


def add(path: str, value: Any) -> dict[str, Any]:
    return {"op": "add", "path": path, "value": value}


def copy(source: str, path: str) -> dict[str, Any]:
    return {"op": "copy", "from": source, "path": path}


def table(columns: int) -> dict[str, Any]:
    """An upload's columns with as many and as long categories as there may be."""
    values = [f"{number:080}" for number in range(64)]
    each = [{"name": f"c{at}", "kind": "category", "categories": values} for at in range(columns)]
    return {"id": "a" * 16, "rows": 20, "columns": [*each, {"name": "y", "role": "target"}]}


LONG = "x" * 3800
POINTS = [[-1 / (at + 3), 1 / (at + 3), at % 2] for at in range(1000)]

GROWING = {
    "columns that are long": [add("/data/columns", [LONG] * 60)],
    "columns that are copied": [
        add("/data/columns", [LONG]),
        *[copy("/data/columns/0", "/data/columns/-")] * 199,
    ],
    "a set-up in itself": [copy("/data", f"/data/{at}") for at in range(200)],
    "the whole in itself": [copy("", f"/{at}") for at in range(200)],
    "points that double": [
        add("/data/painted", POINTS),
        *[copy("/data/painted", "/data/painted/-")] * 199,
    ],
    "categories that are copied": [
        add("/data/upload", table(1)),
        *[copy("/data/upload/columns/0", "/data/upload/columns/-")] * 199,
    ],
    "layers that are copied": [
        add("/network/layers/0/frozen_weights", [[1000000, 1000000]] * 256),
        *[copy("/network/layers/0", "/network/layers/-")] * 199,
    ],
    "what is copied over and over": [
        add("/data/painted", POINTS),
        *[copy("/data/painted", "/data/columns")] * 199,
    ],
    "a name that is moved about": [
        add("/name", "y" * 200_000),
        *[copy("/name", "/network")] * 100,
    ],
}


@pytest.mark.parametrize("name", GROWING)
def test_a_patch_that_grows_is_refused_at_once(server: Server, name: str) -> None:
    session = Session(server)
    before = own_memory(server.process.pid)
    for _ in range(3):
        answer = session.patch(*GROWING[name])
        assert answer.status_code == 422
        assert answer.elapsed.total_seconds() < 0.5
        assert answer.json()["code"] in ("set_up_too_large", "patch_too_large", "too_long")
    told = session.ask("GET").json()
    assert told["revision"] == 1
    assert own_memory(server.process.pid) - before < 30 * MB


def test_many_edits_that_each_fit_do_not_grow_past_the_limit(server: Server) -> None:
    session = Session(server)
    answers = [session.patch(add("/data/upload", table(3)))]
    for _ in range(80):
        answers.append(session.patch(copy("/data/upload/columns/0", "/data/upload/columns/0")))
    assert {answer.status_code for answer in answers} == {200, 422}
    assert answers[-1].json()["code"] == "set_up_too_large"
    spec = session.ask("GET").json()["spec"]
    text = json.dumps(spec, separators=(",", ":"), ensure_ascii=False)
    assert len(text.encode()) <= MAX_BYTES


def deaf(server: Server, session: Session) -> socket.socket:
    """Open the session's stream, say hello, and read nothing ever."""
    opened = socket.socket()
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    opened.connect(("127.0.0.1", server.port))
    lines = (
        f"GET /api/sessions/{session.id}/stream HTTP/1.1",
        "Host: 127.0.0.1",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {b64encode(os.urandom(16)).decode()}",
        "Sec-WebSocket-Protocol: playground.v1",
        *(f"{name}: {value}" for name, value in ATTACKER.items()),
    )
    opened.sendall("\r\n".join((*lines, "", "")).encode())
    assert opened.recv(12).startswith(b"HTTP/1.1 101")
    hello = json.dumps({"type": "hello", "token": session.token}).encode()
    mask = os.urandom(4)
    masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(hello))
    opened.sendall(bytes([0x81, 0x80 | 126]) + len(hello).to_bytes(2, "big") + mask + masked)
    return opened


@pytest.mark.slow
def test_five_hundred_edits_before_viewers_that_never_read_cost_little(server: Server) -> None:
    session = Session(server, data={"upload": table(45)})
    with beside(server) as figures, ExitStack() as held:
        for number in range(500):
            if number % 50 == 0:
                for _ in range(3):
                    held.enter_context(deaf(server, session))
            name = {"op": "replace", "path": "/name", "value": f"name {number}"}
            assert session.patch(name).status_code == 200
    figures.check()
    all_is_as_before(server)


def nearly_sent(server: Server, session: Session, content: bytes) -> socket.socket:
    """Send an edit up to its last byte."""
    opened = socket.create_connection(("127.0.0.1", server.port), 30)
    lines = (
        f"PATCH /api/sessions/{session.id}/spec HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Content-Length: {len(content)}",
        f"Authorization: Bearer {session.token}",
        f"If-Match: {session.revision}",
        *(f"{name}: {value}" for name, value in ATTACKER.items()),
    )
    opened.sendall("\r\n".join((*lines, "", "")).encode() + content[:-1])
    return opened


def test_large_edits_that_come_all_at_once_hold_nobody_up(server: Server) -> None:
    session = Session(server, data={"upload": table(45)})
    with beside(server) as figures, ExitStack() as held:
        for number in range(3):
            change = [{"op": "replace", "path": "/data/upload", "value": table(44 + number % 2)}]
            content = json.dumps({"patch": change}).encode()
            edits = [
                held.enter_context(nearly_sent(server, session, content)) for _ in range(AT_ONCE)
            ]
            for edit in edits:
                edit.sendall(content[-1:])
            answers = {edit.recv(12) for edit in edits}
            assert answers == {b"HTTP/1.1 200"}
    figures.check()
