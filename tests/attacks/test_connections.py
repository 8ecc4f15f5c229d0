"""Connections that begin something and do not go on: they end, and nobody else waits for them."""

from __future__ import annotations

import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from support.half_open import BIGGEST, HEAD, KINDS, Kind, accepted, crowd, descriptors
from support.honest import GROWTH_MB, all_is_as_before, beside, own_memory, serve_to_all
from support.serving import Server
from support.web import until

SOON = ("--request-within", "1", "--read-within", "2")
MANY = 340
"""So many stopped a server once."""
SILENCE = KINDS["silence"]


@pytest.fixture(scope="module")
def impatient() -> Iterator[Server]:
    with serve_to_all(*SOON) as server:
        yield server


LASTS_S = 4.0
SHORT = ("silence", "half a body", "half a handshake")
"""Kinds that are tried each by itself in every run; all of them together are, too."""


def ends_all(server: Server, kinds: list[Kind], many: int, within_s: float) -> list[bytes]:
    """See to it that the server closes all of them, and return what it had answered."""
    with crowd(server.port, kinds, many) as held:
        held.hold(within_s)
        assert not held.open, f"{len(held.open)} of {many} stayed: {set(held.open.values())}"
    until(lambda: not accepted(server.port), within_s=5)
    return list(held.answers.values())


def is_answered(server: Server, source: str) -> bool:
    with crowd(server.port, [KINDS["an answer, then half a head"]], 1, source) as one:
        one.hold(0.3)
        return any(b"200 OK" in each for each in one.answers.values())


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name in SHORT else pytest.mark.slow) for name in KINDS],
)
def test_each_kind_ends(name: str, impatient: Server) -> None:
    """Whichever deadline is its own: a stream's first word has 5 s."""
    answers = ends_all(impatient, [KINDS[name]], 20, 12)
    if KINDS[name].answered:
        assert [each[:12] for each in answers] == [b"HTTP/1.1 101"] * 20


def test_who_is_slow_and_goes_on_is_served(impatient: Server) -> None:
    """A body of 4 kB a second, an answer read in pieces, and many requests on one connection."""
    body = b'{"preset": "xor", "play": false}'.ljust(10_000)
    with socket.create_connection(("127.0.0.1", impatient.port), 10) as slow:
        slow.sendall(HEAD + b"Content-Length: 10000\r\n\r\n")
        for start in range(0, len(body), 1000):
            slow.sendall(body[start : start + 1000])
            time.sleep(0.25)
        assert slow.recv(65536).startswith(b"HTTP/1.1 201")
        for _ in range(3):
            time.sleep(0.6)
            slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n" * 20)
            answers = b""
            while answers.count(b"HTTP/1.1 200 OK") < 20:
                answers += slow.recv(65536)
    with socket.socket() as reader:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 * 1024)
        reader.connect(("127.0.0.1", impatient.port))
        reader.sendall(f"GET /assets/{BIGGEST.name} HTTP/1.0\r\nHost: a\r\n\r\n".encode())
        began, taken = time.monotonic(), b""
        while piece := reader.recv(64 * 1024):
            taken += piece
            # Slower than the deadline of reading, were it one for the whole.
            time.sleep(len(piece) / BIGGEST.stat().st_size * 4)
        assert len(taken) > BIGGEST.stat().st_size
        assert time.monotonic() - began > 3


def test_hundreds_of_all_kinds_harm_nobody(impatient: Server) -> None:
    with beside(impatient) as figures:
        ends_all(impatient, list(KINDS.values()), MANY, 12)
    print(figures)
    figures.check()


def test_an_address_fills_its_share_and_no_more() -> None:
    with (
        tempfile.TemporaryFile() as log,
        serve_to_all("--address-connections", "60", log=log) as server,
    ):
        with beside(server) as figures, crowd(server.port, [SILENCE], MANY) as held:
            held.hold(1.5)
            assert len(held.open) == accepted(server.port) == 60
            assert all(b"503" in each for each in held.answers.values())
            with crowd(
                server.port, [KINDS["an answer, then half a head"]], 5, "127.0.0.3"
            ) as other:
                other.hold(0.5)
                assert [each[:15] for each in other.answers.values()] == [b"HTTP/1.1 200 OK"] * 5
        figures.check()
        until(lambda: not accepted(server.port), within_s=5)
        log.seek(0)
        assert log.read().count(b"\n") <= 5


def test_few_descriptors_are_never_used_up() -> None:
    with tempfile.TemporaryFile() as log, serve_to_all(log=log, descriptors=256) as server:
        with beside(server) as figures, crowd(server.port, [SILENCE], MANY) as held:
            held.hold(1.5)
            assert len(held.open) < 100
        figures.check()
        with (
            crowd(server.port, [SILENCE], 100, "127.0.0.3") as first,
            crowd(server.port, [SILENCE], 100, "127.0.0.4") as second,
        ):
            first.hold(0.5)
            second.hold(0.5)
            assert descriptors(server.process.pid) < 200
            assert len(first.open) + len(second.open) > 100
            # All places are taken: who took them is waited for no longer than is needed.
            until(lambda: is_answered(server, "127.0.0.5"), within_s=6)
        until(lambda: not accepted(server.port), within_s=5)
        all_is_as_before(server)
        log.seek(0)
        written = log.read()
        assert b"Too many open files" not in written
        assert written.count(b"\n") <= 5


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_hundreds_of_a_kind_harm_nobody(name: str) -> None:
    """With the defaults."""
    with serve_to_all() as server:
        with beside(server) as figures:
            # Those that are sent away at once come again.
            until_s = time.monotonic() + LASTS_S
            while time.monotonic() < until_s:
                ends_all(server, [KINDS[name]], MANY, 45)
        print(figures)
        figures.check()
        all_is_as_before(server)


def test_big_bodies_that_do_not_end_fill_no_memory() -> None:
    declared = 16 * 2**20
    head = (
        f"POST /api/sessions/none/weights HTTP/1.1\r\nHost: a\r\nContent-Length: {declared}\r\n\r\n"
    )
    body = b" " * (declared - 1)
    with serve_to_all(*SOON) as server:
        before = own_memory(server.process.pid)
        with crowd(server.port, [Kind(head.encode())], 24) as held:
            for each in list(held.open):
                each.setblocking(True)
                with suppress(OSError):
                    each.sendall(body)
                each.setblocking(False)
                assert own_memory(server.process.pid) - before < GROWTH_MB * 1e6
            held.hold(8)
            assert not held.open
            assert any(b"503" in each for each in held.answers.values())


@pytest.mark.slow
def test_an_address_cannot_take_all_places() -> None:
    with serve_to_all() as server:
        with beside(server) as figures, crowd(server.port, [SILENCE], 1700) as held:
            held.hold(5)
            assert 0 < len(held.open) <= 1500
            held.hold(15)
            assert not held.open
        figures.check()
