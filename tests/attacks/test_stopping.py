"""SIGTERM ends the server within 5 s whatever its trainers, its store and its clients do."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, Any

import httpx
import pytest
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from playground.wire.stream import SUBPROTOCOL
from support.serving import Server, start

ENDS_WITHIN_S = 5.0
LARGE = [{"kind": "dense", "units": 256}] * 8
"""About 460,000 parameters, whose states fill a trainer's pipe."""

Begin = Callable[..., Server]


def made(server: Server, count: int, layers: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Sessions that train: their ids and their tokens."""
    document = {"network": {"layers": [{"id": f"h{i}", **each} for i, each in enumerate(layers)]}}
    sessions = []
    for _ in range(count):
        answer = httpx.post(
            f"{server.url}/api/sessions", json={"spec": document, "play": True}, timeout=30
        )
        assert answer.status_code == 201, answer.text
        sessions.append((answer.json()["id"], answer.json()["links"]["edit"]))
    return sessions


def step(server: Server, session: tuple[str, str]) -> int:
    id, token = session
    answer = httpx.get(
        f"{server.url}/api/sessions/{id}", headers={"Authorization": f"Bearer {token}"}, timeout=30
    )
    assert answer.status_code == 200, answer.text
    return int(answer.json()["status"]["step"])


def until_all_train(server: Server, sessions: list[tuple[str, str]]) -> None:
    deadline = time.monotonic() + 60
    while not all(step(server, session) > 0 for session in sessions):
        assert time.monotonic() < deadline, "they do not train"


@pytest.fixture
def begin() -> Iterator[Begin]:
    """`start`, of servers that do not outlive the test."""
    servers: list[Server] = []

    def begin(port: int | None = None, *arguments: str, **more: Any) -> Server:
        servers.append(start(port, "--device", "cpu", *arguments, **more))
        return servers[-1]

    yield begin
    for server in servers:
        server.kill()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[IO[bytes]]:
    with (tmp_path / "log").open("wb") as file:
        yield file


def ended_after(server: Server) -> float:
    """Seconds from SIGTERM to the end of the process."""
    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(30)
    return time.monotonic() - began


def gone(pids: list[int]) -> bool:
    for pid in pids:
        with suppress(ProcessLookupError):
            descriptor = os.pidfd_open(pid)
            try:
                if not select.select([descriptor], [], [], 5.0)[0]:
                    return False
            finally:
                os.close(descriptor)
    return True


@pytest.mark.slow
def test_ten_large_sessions_end_and_begin_again_at_once(tmp_path: Path, begin: Begin) -> None:
    arguments = ("--data-dir", str(tmp_path))
    server = begin(None, *arguments)
    sessions = made(server, 10, LARGE)
    until_all_train(server, sessions)
    trainers = server.children()
    took = ended_after(server)
    assert took <= ENDS_WITHIN_S
    assert gone(trainers)
    again = begin(server.port, *arguments)
    try:
        assert all(step(again, session) > 0 for session in sessions)
    finally:
        assert ended_after(again) <= ENDS_WITHIN_S


def test_stopped_trainers_and_clients_that_do_not_read_hold_nothing_up(
    tmp_path: Path, begin: Begin, log: IO[bytes]
) -> None:
    server = begin(None, "--trainers", "2", "--log-json", log=log)
    (session,) = made(server, 1, LARGE)
    until_all_train(server, [session])
    with ExitStack() as stack:
        deaf = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
        deaf.sendall(b"GET /api/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * 50)
        half = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
        half.sendall(b"POST /api/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        watcher = stack.enter_context(
            connect(
                f"{server.url}/api/sessions/{session[0]}/stream".replace("http", "ws"),
                subprotocols=[Subprotocol(SUBPROTOCOL)],
                max_queue=1,
            )
        )
        probes = [{"probe": "metrics"}]
        watcher.send(json.dumps({"type": "hello", "token": session[1], "probes": probes}))
        stack.callback(watcher.socket.close)
        trainers = server.children()
        for pid in trainers:
            os.kill(pid, signal.SIGSTOP)
        assert ended_after(server) <= ENDS_WITHIN_S
    assert gone(trainers)
    told = Path(log.name).read_text()
    assert "not_saved_at_the_end" in told
    assert session[0] in told


@pytest.mark.slow
def test_a_store_that_hangs_holds_nothing_up_and_its_losses_are_told(
    tmp_path: Path, begin: Begin, log: IO[bytes]
) -> None:
    arguments = ("--trainers", "1", "--data-dir", str(tmp_path))
    server = begin(None, *arguments, "--log-json", log=log)
    (session,) = made(server, 1, [{"kind": "dense", "units": 4}])
    until_all_train(server, [session])
    other = sqlite3.connect(tmp_path / "playground.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert ended_after(server) <= ENDS_WITHIN_S
    other.close()
    told = Path(log.name).read_text()
    assert "not_saved_at_the_end" in told
    assert session[0] in told


@pytest.mark.slow
def test_a_lock_whose_holder_was_killed_is_taken_over(tmp_path: Path, begin: Begin) -> None:
    arguments = ("--trainers", "1", "--data-dir", str(tmp_path))
    server = begin(None, *arguments)
    (session,) = made(server, 1, [{"kind": "dense", "units": 4}])
    until_all_train(server, [session])
    os.kill(server.children()[0], signal.SIGSTOP)
    server.kill()
    again = begin(server.port, *arguments)
    assert step(again, session) >= 0
    assert ended_after(again) <= ENDS_WITHIN_S


@pytest.mark.slow
def test_a_second_server_says_who_holds_the_store(
    tmp_path: Path, begin: Begin, log: IO[bytes]
) -> None:
    arguments = ("--trainers", "1", "--data-dir", str(tmp_path))
    server = begin(None, *arguments)
    try:
        with pytest.raises(RuntimeError, match="the server ended"):
            begin(None, *arguments, log=log)
    finally:
        assert ended_after(server) <= ENDS_WITHIN_S
    told = Path(log.name).read_text()
    assert f"Another server (process {server.process.pid}) uses the store" in told
