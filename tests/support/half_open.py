"""Connections that begin something and do not go on, by the hundred, as an attacker holds them."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import playground

SEND_EVERY_S = 0.25
ASSETS = Path(playground.__file__).parent / "static" / "assets"
BIGGEST = max(ASSETS.iterdir(), key=lambda each: each.stat().st_size)

HEAD = b"POST /api/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
UPGRADE = (
    b"Host: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
)
STREAM = b"GET /api/sessions/none/stream HTTP/1.1\r\n" + UPGRADE
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
KEY = b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Kind:
    """What is sent at first, once after an answer, and then again and again.

    `reads` is whether answers are read.
    """

    first: bytes = b""
    drip: bytes = b""
    answered: bytes = b""
    reads: bool = True


KINDS = {
    "silence": Kind(),
    "half a head": Kind(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A"),
    "a head letter by letter": Kind(b"GET / HTTP/1.1\r\nX-A: ", b"a"),
    "a head line by line": Kind(b"GET / HTTP/1.1\r\n", b"X-A: a\r\n"),
    "half a body": Kind(HEAD + b"Content-Length: 1000\r\n\r\n{"),
    "no body": Kind(HEAD + b"Content-Length: 1000\r\n\r\n"),
    "a body letter by letter": Kind(HEAD + b"Content-Length: 100000\r\n\r\n", b" "),
    "an upload letter by letter": Kind(
        b"PUT /api/uploads?name=a.csv HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9000\r\n\r\n",
        b"1",
    ),
    "tiny chunks": Kind(CHUNKED, b"1\r\n \r\n"),
    "many tiny chunks": Kind(CHUNKED, b"1\r\n \r\n" * 3000),
    "chunks with much about them": Kind(CHUNKED, b"1;" + b"a" * 3000 + b"\r\n \r\n"),
    "half a chunk's head": Kind(CHUNKED + b"1;", b"a" * 100),
    "trailers without end": Kind(CHUNKED + b"2\r\n{}\r\n0\r\n", b"a: b\r\n"),
    "a body that it was asked for": Kind(
        HEAD + b"Expect: 100-continue\r\nContent-Length: 1000\r\n\r\n"
    ),
    "a body that nobody wants": Kind(HEAD + b"Content-Length: 1000000000\r\n\r\n", b" "),
    "an answer, then half a head": Kind(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET", b"a"),
    "half a handshake": Kind(STREAM),
    "a handshake without a key": Kind(STREAM + b"\r\n"),
    "a handshake with a body": Kind(STREAM + b"Content-Length: 5\r\n" + KEY),
    "a stream without a word": Kind(STREAM + KEY),
    "a stream's word letter by letter": Kind(STREAM + KEY, b"a", b"\x81\xfe\x10\x00abcd"),
    "pings without a word": Kind(STREAM + KEY, b"\x89\x80abcd" * 400, b"\x89\x80abcd"),
    "empty parts of a word": Kind(STREAM + KEY, b"\x00\x80abcd" * 400, b"\x01\x80abcd"),
    "a page that nobody reads": Kind(
        f"GET /assets/{BIGGEST.name} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode() * 3, reads=False
    ),
}


class Crowd:
    """Many connections of some kinds, in turns. `source` is the address that they come from."""

    def __init__(self, port: int, kinds: list[Kind], many: int, source: str = "127.0.0.2") -> None:
        self._selector = selectors.DefaultSelector()
        self.open: dict[socket.socket, Kind] = {}
        self.answers: dict[socket.socket, bytes] = {}
        for _, kind in zip(range(many), cycle(kinds)):
            self._begin(port, kind, source)

    def _begin(self, port: int, kind: Kind, source: str) -> None:
        made = socket.socket()
        if not kind.reads:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        made.bind((source, 0))
        made.connect(("127.0.0.1", port))
        made.setblocking(False)
        self.open[made] = kind
        if kind.reads:
            self._selector.register(made, selectors.EVENT_READ)
        self._send(made, kind.first)

    def hold(self, seconds: float) -> None:
        """Go on for so long, or until the server has closed them all."""
        end, due = time.monotonic() + seconds, 0.0
        while self.open and (now := time.monotonic()) < end:
            if now >= due:
                for each, kind in list(self.open.items()):
                    # One that does not read learns of its end when it writes.
                    if not kind.answered or each in self.answers:
                        self._send(each, kind.drip if kind.reads else b"\r\n")
                due = now + SEND_EVERY_S
            for key, _ in self._selector.select(min(0.05, SEND_EVERY_S)):
                self._receive(key.fileobj)  # type: ignore[arg-type]

    def _send(self, each: socket.socket, data: bytes) -> None:
        try:
            if data and each in self.open:
                each.send(data)
        except BlockingIOError:
            pass
        except OSError:
            self._end(each)

    def _receive(self, each: socket.socket) -> None:
        try:
            received = each.recv(65536)
        except OSError:
            received = b""
        if received:
            if each not in self.answers:
                self._send(each, self.open[each].answered)
            self.answers[each] = (self.answers.get(each, b"") + received)[:500]
        else:
            self._end(each)

    def _end(self, each: socket.socket) -> None:
        if each in self.open:
            if self.open.pop(each).reads:
                self._selector.unregister(each)
            each.close()

    def close(self) -> None:
        for each in list(self.open):
            with suppress(OSError):
                self._end(each)
        self._selector.close()


@contextmanager
def crowd(port: int, kinds: list[Kind], many: int, source: str = "127.0.0.2") -> Iterator[Crowd]:
    made = Crowd(port, kinds, many, source)
    try:
        yield made
    finally:
        made.close()


def accepted(port: int) -> int:
    """Connections of crowds that the server at this port still holds.

    Not those of an honest client, who opens as many as it needs: more while the machine is busy.
    """
    listening, left_behind, honest = "0A", "0", "0100007F"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(
        int(row[1].partition(":")[2], 16) == port
        and row[3] != listening
        and row[9] != left_behind
        and row[2].partition(":")[0] != honest
        for row in rows
    )


def descriptors(pid: int) -> int:
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
