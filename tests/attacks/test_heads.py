"""Heads of requests that would cost much to read: nobody else waits for them.

Each is sent as it is over a socket, again and again, to a server that was really started.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest

from support.serving import Server, serve

LASTS_S = 0.6
MAX_S = 0.25


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve() as running:
        yield running


def head(*lines: str, target: str = "/healthz") -> bytes:
    return "\r\n".join((f"GET {target} HTTP/1.1", "Host: 127.0.0.1", *lines, "", "")).encode()


UPGRADE = (
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
)
STREAM = "/api/sessions/0123456789abcdef/stream"
BACKSLASHES = "\\" * 58_000

HEADS = {
    "backslashes in a cookie": head(f'Cookie: playground="{BACKSLASHES}'),
    "backslashes in a closed cookie": head(f'Cookie: playground="{BACKSLASHES}"'),
    "backslashes in a stream's cookie": head(
        *UPGRADE, f'Cookie: playground="{BACKSLASHES[:8000]}"', target=STREAM
    ),
    "cookies of our name": head("Cookie: " + "playground=a.b.c;" * 480),
    "semicolons": head("Cookie: " + ";" * 8000),
    "space before a value": head("X-A:" + " " * 58_000 + "\0"),
    "tabs before a value": head("X-A:" + "\t" * 250_000 + "\0"),
    "space around a value": head("X-A:" + " " * 30_000 + "a" + " " * 30_000 + "\0"),
    "space after a name": head("X-A" + " " * 58_000 + ":"),
    "space in the first line": head(target=" " * 58_000 + "\0"),
    "space in a trailer": head("Transfer-Encoding: chunked")
    + b"0\r\nX-A:"
    + b" " * 58_000
    + b"\0\r\n\r\n",
    "space in a chunk's head": head("Transfer-Encoding: chunked")
    + b"1;"
    + b" " * 58_000
    + b"\0\r\n\r\n",
    "many headers": head(*("a:" for _ in range(15_000))),
    "folded lines": head("X-A: a", *(" b" for _ in range(15_000))),
    "languages": head("Accept-Language: " + "en;q=0.1," * 900),
    "hops": head(*("X-Forwarded-For: " + "1.2.3.4," * 1000 for _ in range(3))),
    "elements of Forwarded": head("Forwarded: " + 'for="[::1]";' * 660),
    "a token": head("Authorization: Bearer " + "." * 8000, target="/api/operator"),
    "digits": head("If-Match: " + "9" * 8000, "Content-Length: " + "0" * 8000),
    "ranges": head("Range: bytes=" + "0-0," * 1990, target="/"),
    "tags": head("If-None-Match: " + 'W/"a",' * 1300, target="/icon.svg"),
    "dates": head("If-Modified-Since: " + "1 " * 4000, target="/icon.svg"),
    "a type of content": head("Content-Type: a/b" + ';a="\\"' * 1100, target="/api/presets"),
    "folders": head(target="/" + "a/" * 4000),
    "folders upwards": head(target="/help/" + "../" * 2700),
    "fields of a query": head(target="/api/presets?" + "a&" * 4000),
    "extensions of a stream": head(
        *UPGRADE, "Sec-WebSocket-Extensions: " + "a; b; c," * 1000, target=STREAM
    ),
    "protocols of a stream": head(
        *UPGRADE, "Sec-WebSocket-Protocol: " + "a," * 4000, target=STREAM
    ),
}


def keep_sending(port: int, request: bytes, over: threading.Event) -> None:
    while not over.is_set():
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 20) as connection:
            connection.sendall(request)
            connection.recv(64 * 1024)


@pytest.mark.parametrize("name", HEADS)
def test_a_head_holds_nobody_else_up(server: Server, name: str) -> None:
    over = threading.Event()
    sender = threading.Thread(target=keep_sending, args=(server.port, HEADS[name], over))
    took = []
    with httpx.Client(base_url=server.url, timeout=30, trust_env=False) as honest:
        honest.get("/healthz")
        sender.start()
        until = time.monotonic() + LASTS_S
        try:
            while time.monotonic() < until:
                began = time.perf_counter()
                assert honest.get("/healthz").status_code == 200
                took.append(time.perf_counter() - began)
        finally:
            over.set()
            sender.join()
    assert max(took) <= MAX_S
