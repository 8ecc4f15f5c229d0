"""Files that unpack to far more than they hold, files that come slowly, and files that take long to read."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import httpx
import numpy as np
import pyarrow as pa
import pytest

from support.honest import ATTACKER, HONEST, all_is_as_before, beside, serve_to_all
from support.serving import Server, children
from support.uploading import csv_of, npz_of, parquet_of
from support.web import until

TABLE = csv_of({"age": list(range(60)), "answer": ["no", "yes"] * 30})
AT_ONCE_S = 5.0
"""An honest small file is there by then, whatever others send; it takes about one second."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve_to_all() as running:
        yield running


def person(server: Server, headers: dict[str, str]) -> httpx.Client:
    return httpx.Client(base_url=server.url, timeout=60, trust_env=False, headers=headers)


def put(http: httpx.Client, content: bytes | str) -> httpx.Response:
    return http.put("/api/uploads", params={"name": "a.csv"}, content=content)


def pictures() -> bytes:
    """80 kB of pictures that become 86 MB."""
    count = 110_000
    return npz_of(x=np.zeros((count, 28, 28), np.uint8), y=np.arange(count) % 3)


def numbers() -> bytes:
    """40 million numbers in some 300 kB."""
    count = 20_000_000
    columns = {"a": np.zeros(count), "b": np.arange(count) % 2}
    return parquet_of(columns, compression="zstd", row_group_size=count)


def texts() -> bytes:
    """2,000 times one text of 10 MB, which is there once."""
    once = pa.DictionaryArray.from_arrays(pa.array(np.zeros(2000, np.int32)), ["x" * 10_000_000])
    return parquet_of({"a": once, "b": np.arange(2000) % 2}, compression="zstd")


def turned() -> bytes:
    """An array whose rows lie scattered, so that it would have to be held as a whole."""
    x = np.asfortranarray(np.zeros((700_000, 100), np.float32))
    return npz_of(x=x, y=np.arange(700_000) % 3)


BOMBS: dict[Callable[[], bytes], str] = {
    pictures: "upload_unpacks",
    numbers: "upload_unpacks",
    texts: "upload_takes_memory",
    turned: "upload_array_order",
}


@pytest.mark.slow
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_file_that_unpacks_without_end_is_refused(
    server: Server, bomb: Callable[[], bytes]
) -> None:
    content = bomb()
    assert len(content) < 1_000_000
    with beside(server) as figures, person(server, ATTACKER) as http:
        deadline = time.monotonic() + 3
        while time.monotonic() < deadline:
            answer = put(http, content)
            assert (answer.status_code, answer.json()["code"]) == (422, BOMBS[bomb])
        assert http.get("/api/uploads").json()["bytes"] == 0
    figures.check()
    all_is_as_before(server)


@contextmanager
def sending_slowly(server: Server, count: int) -> Iterator[list[socket.socket]]:
    """Hold files open of which one byte in a while comes, each of a person of its own."""
    head = (
        f"PUT /api/uploads HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        f"X-Forwarded-For: {ATTACKER['X-Forwarded-For']}\r\nContent-Length: 4000000\r\n\r\na,b\n"
    )
    with ExitStack() as stack:
        made = []
        for _ in range(count):
            made.append(
                stack.enter_context(socket.create_connection(("127.0.0.1", server.port), 30))
            )
            made[-1].sendall(head.encode())
        yield made


def test_slow_senders_keep_nobody_waiting(server: Server) -> None:
    with sending_slowly(server, 40), person(server, HONEST) as http:
        began = time.monotonic()
        assert put(http, TABLE).status_code == 201
        assert time.monotonic() - began < AT_ONCE_S


@pytest.mark.slow
def test_who_sends_nothing_more_is_sent_away(server: Server) -> None:
    began = time.monotonic()
    with sending_slowly(server, 3) as connections:
        for connection in connections:
            answer = b"".join(iter(lambda: connection.recv(65536), b""))  # noqa: B023
            assert answer == b"" or b"upload_too_slow" in answer
    assert time.monotonic() - began < 30


@pytest.mark.slow
def test_files_that_take_long_to_read_keep_nobody_else_waiting(server: Server) -> None:
    rng = np.random.default_rng(0)
    wide = parquet_of({f"c{at}": rng.integers(0, 1000, 200_000) for at in range(60)})
    people = [person(server, ATTACKER) for _ in range(4)]
    with ExitStack() as stack:
        for one in people:
            stack.enter_context(one)
        threads = [threading.Thread(target=put, args=(one, wide)) for one in people]
        before = len(children(server.process.pid))
        for thread in threads:
            thread.start()
        with person(server, HONEST) as http:
            for _ in range(3):
                began = time.monotonic()
                assert put(http, TABLE).status_code == 201
                # On two cores shared with two long ones and a trainer.
                assert time.monotonic() - began < 2 * AT_ONCE_S
                assert any(thread.is_alive() for thread in threads)
                assert len(children(server.process.pid)) <= before + 3
        for thread in threads:
            thread.join()


def test_a_person_sends_few_files_at_a_time(server: Server) -> None:
    with person(server, ATTACKER) as http:
        http.get("/api/presets")
        cookie = "; ".join(f"{name}={value}" for name, value in http.cookies.items())
        with ExitStack() as stack:
            for _ in range(4):
                one = socket.create_connection(("127.0.0.1", server.port), 30)
                stack.enter_context(one).sendall(
                    f"PUT /api/uploads HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
                    f"X-Forwarded-For: {ATTACKER['X-Forwarded-For']}\r\nCookie: {cookie}\r\n"
                    "Content-Length: 4000\r\n\r\na,b\n".encode()
                )
            # Four bytes of each are there.
            until(lambda: http.get("/api/uploads").json()["bytes"] == 16)
            assert put(http, TABLE).json()["code"] == "too_many_uploads"
