"""Starts `python -m playground serve` as a user does, and ends it with all its children."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx

from playground.data import storage

READY_WITHIN_S = 60.0


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class Server:
    process: subprocess.Popen[bytes]
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def children(self) -> list[int]:
        """Process ids of the trainers."""
        return children(self.process.pid)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def children(pid: int) -> list[int]:
    try:
        return [
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]
    except FileNotFoundError:
        return []


def start(
    port: int | None = None,
    *arguments: str,
    log: IO[bytes] | None = None,
    descriptors: int | None = None,
) -> Server:
    """A server that answers /readyz, on a free port of loopback unless one is given.

    Without a `--data-dir` it keeps what it has in a folder of its own. All that it prints goes to
    `log`, if there is one. `descriptors` is how many files it may open at most.
    """
    few = ("sh", "-c", f'ulimit -n {descriptors}; exec "$@"', "sh") if descriptors else ()
    port = port or free_port()
    if "--data-dir" not in arguments:
        arguments = (*arguments, "--data-dir", tempfile.mkdtemp(dir=os.environ.get(storage.FOLDER)))
    process = subprocess.Popen(
        [
            *few,
            *(sys.executable, "-m", "playground", "serve"),
            *("--host", "127.0.0.1", "--port", str(port)),
            *arguments,
        ],
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=log,
        stderr=log,
    )
    server = Server(process, port)
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            if httpx.get(f"{server.url}/readyz", timeout=2).status_code == 200:
                return server
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    server.kill()
    raise RuntimeError("the server was not ready in time")


@contextmanager
def serve(
    *arguments: str, log: IO[bytes] | None = None, descriptors: int | None = None
) -> Iterator[Server]:
    server = start(None, *arguments, log=log, descriptors=descriptors)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.process.send_signal(signal.SIGTERM)
            try:
                server.process.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
