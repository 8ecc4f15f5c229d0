"""An honest client beside an attack, in a process of its own: what it waits for, and how the server grows.

    with serve_to_all() as server, beside(server) as figures:
        ...  # the attack, from `ATTACKER`
    figures.check()

As a program it is that client: `python honest.py URL PID` tells its figures once its input ends.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx
import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from playground.wire import frame
from playground.wire.stream import SUBPROTOCOL

P99_MS = 250.0
NEW_SESSION_S = 1.0
GROWTH_MB = 200.0
AS_BEFORE_WITHIN_S = 10.0

EVERY_S = 0.02
NEW_SESSION_EVERY_S = 1.5
GIVEN_UP_S = 30.0
"""What is not answered by then counts as so long."""
MIN_SAMPLES = 20

HONEST = {"X-Forwarded-For": "198.51.100.7"}
ATTACKER = {"X-Forwarded-For": "203.0.113.9"}
"""Headers by which a server of `serve_to_all` takes the two for people at different addresses."""

SESSION = {"preset": "xor", "play": True}
PROBES = [{"probe": "metrics"}]
FPS = 20.0


@dataclass
class Figures:
    """What the honest client saw while the attack lasted; growths are of memory that is a process's own."""

    healthz_p99_ms: float = 0.0
    stream_p99_ms: float = 0.0
    """From a ping on the stream of a session that trains to its pong."""
    frames_p99_ms: float = 0.0
    """Between two bundles of that session's pictures, of which there are `FPS` a second."""
    turns_p99_ms: float = 0.0
    """From any moment to the next bundle: one long wait counts for as long as it lasts."""
    new_session_s: float = 0.0
    """The slowest."""
    web_growth_mb: float = 0.0
    trainers_growth_mb: float = 0.0
    samples: int = 0
    faults: tuple[str, ...] = ()
    """What the honest client was refused, or lost."""

    def check(self) -> None:
        """Hold the figures to the bounds of every attack. Raises `AssertionError` with all of them."""
        bounds = {
            "healthz_p99_ms": P99_MS,
            "stream_p99_ms": P99_MS,
            "frames_p99_ms": P99_MS,
            "new_session_s": NEW_SESSION_S,
            "web_growth_mb": GROWTH_MB,
            "trainers_growth_mb": GROWTH_MB,
        }
        over = {name: getattr(self, name) for name, most in bounds.items()}
        over = {name: value for name, value in over.items() if value > bounds[name]}
        assert not over, f"{over} is over {bounds}; all: {self}"
        assert not self.faults, self.faults
        assert self.samples >= MIN_SAMPLES, f"the attack was over before anything was seen: {self}"


def serve_to_all(*arguments: str, **more: Any) -> AbstractContextManager[Any]:
    """Serve with the defaults, as behind a proxy: this machine's own user would be without limits."""
    from support.serving import serve

    return serve("--device", "cpu", "--trusted-proxy", "127.0.0.1", *arguments, **more)


@contextmanager
def beside(server: Any) -> Iterator[Figures]:
    """Run the client while the block lasts; its figures are filled in once that is over."""
    figures = Figures()
    client = subprocess.Popen(
        [sys.executable, __file__, server.url, str(server.process.pid)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert client.stdin is not None
    assert client.stdout is not None
    try:
        assert client.stdout.readline() == "ready\n", "the honest client could not begin"
        yield figures
        client.stdin.close()
        vars(figures).update(json.loads(client.stdout.readline()))
        figures.faults = tuple(figures.faults)
    finally:
        client.kill()
        client.wait()
        client.stdout.close()
        if not client.stdin.closed:
            client.stdin.close()


def all_is_as_before(server: Any) -> None:
    """Wait until an honest client sees nothing of what was. Raises `AssertionError` after 10 s."""
    deadline = time.monotonic() + AS_BEFORE_WITHIN_S
    while True:
        with beside(server) as figures:
            time.sleep(1.0)
        try:
            figures.check()
        except AssertionError:
            if time.monotonic() > deadline:
                raise
        else:
            return


def own_memory(pid: int) -> int:
    """Return the bytes that a process shares with no file; 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    sizes = {name: value for name, _, value in (line.partition(":") for line in lines)}
    return sum(int(sizes.get(name, "0 kB").split()[0]) * 1024 for name in ("RssAnon", "RssShmem"))


def descendants(pid: int) -> list[int]:
    """Return the ids of a process's children and theirs."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            own = [int(child) for child in task.read_text().split()]
        except (FileNotFoundError, ProcessLookupError):
            continue
        found += own + [each for child in own for each in descendants(child)]
    return found


def p99(values: list[float]) -> float:
    return sorted(values)[int(0.99 * (len(values) - 1))] if values else GIVEN_UP_S


class Client:
    """Asks, looks and begins, each at its own beat; what comes late is counted from when it was due."""

    def __init__(self, url: str, pid: int) -> None:
        self._url, self._pid = url, pid
        self.healthz: list[float] = []
        self.pongs: list[float] = []
        self.gaps: list[float] = []
        self.sessions: list[float] = []
        self.faults: list[str] = []
        self._pings: list[float] = []
        self._framed = 0.0
        self._before = (0, 0)
        self._most = (0, 0)

    async def run(self) -> None:
        async with httpx.AsyncClient(
            base_url=self._url, headers=HONEST, timeout=GIVEN_UP_S, trust_env=False
        ) as http:
            made = (await http.post("/api/sessions", json=SESSION)).raise_for_status().json()
            address = self._url.replace("http", "ws", 1) + f"/api/sessions/{made['id']}/stream"
            cookie = "; ".join(f"{name}={value}" for name, value in http.cookies.items())
            async with connect(
                address,
                subprotocols=[SUBPROTOCOL],  # type: ignore[list-item]
                additional_headers={**HONEST, "Cookie": cookie},
                max_size=None,
                ping_interval=None,
            ) as socket:
                hello = {"type": "hello", "token": made["links"]["edit"], "probes": PROBES}
                await socket.send(json.dumps(hello | {"max_fps": FPS}))
                await self._first_frames(socket)
                self._before = self._most = self._memory()
                print("ready", flush=True)
                self._framed = time.monotonic()
                tasks = [
                    asyncio.create_task(self._read(socket)),
                    asyncio.create_task(self._at_a_beat(EVERY_S, lambda due: self._ask(http, due))),
                    asyncio.create_task(
                        self._at_a_beat(EVERY_S, lambda due: self._ping(socket, due))
                    ),
                    asyncio.create_task(self._at_a_beat(NEW_SESSION_EVERY_S, self._begin)),
                    asyncio.create_task(self._at_a_beat(0.1, self._weigh)),
                ]
                await asyncio.to_thread(sys.stdin.read)
                await self._end(tasks)

    async def _end(self, tasks: list[asyncio.Task[None]]) -> None:
        """What is still waited for counts as long as it was waited for."""
        now = time.monotonic()
        self.gaps.append(now - self._framed)
        self.pongs += [now - sent for sent in self._pings]
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        wrong = [each for each in ended if not isinstance(each, asyncio.CancelledError)]
        self.faults += [repr(each) for each in wrong]
        web, trainers = (
            (most - before) / 1e6 for most, before in zip(self._most, self._before, strict=True)
        )
        figures = Figures(
            p99(self.healthz) * 1e3,
            p99(self.pongs) * 1e3,
            p99(self.gaps) * 1e3,
            p99(
                [
                    gap - moment * EVERY_S
                    for gap in self.gaps
                    for moment in range(int(gap / EVERY_S) + 1)
                ]
            )
            * 1e3,
            max(self.sessions, default=GIVEN_UP_S),
            web,
            trainers,
            len(self.healthz),
            tuple(self.faults[:5]),
        )
        print(json.dumps(asdict(figures)), flush=True)

    async def _first_frames(self, socket: ClientConnection) -> None:
        """A run that has just begun compiles first."""
        for _ in range(5):
            while isinstance(received := await socket.recv(), str):
                pass
            await self._acknowledge(socket, received)

    async def _at_a_beat(self, seconds: float, do: Callable[[float], Awaitable[None]]) -> None:
        """However long one takes, the next begins when it is due."""
        due, begun = time.monotonic(), set[asyncio.Task[None]]()
        while True:
            task = asyncio.create_task(self._once(do, due))
            begun.add(task)
            task.add_done_callback(begun.discard)
            due += seconds
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    async def _once(self, do: Callable[[float], Awaitable[None]], due: float) -> None:
        # The reader tells of a stream that is closed.
        with suppress(ConnectionClosed):
            await do(due)

    async def _ask(self, http: httpx.AsyncClient, due: float) -> None:
        try:
            (await http.get("/healthz")).raise_for_status()
        except httpx.HTTPError as error:
            self.faults.append(f"/healthz: {error!r}")
        finally:
            self.healthz.append(time.monotonic() - due)

    async def _ping(self, socket: ClientConnection, due: float) -> None:
        self._pings.append(due)
        await socket.send('{"type": "ping"}')

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for received in socket:
                now = time.monotonic()
                if isinstance(received, bytes):
                    self.gaps.append(now - self._framed)
                    self._framed = now
                    await self._acknowledge(socket, received)
                elif json.loads(received)["type"] == "pong" and self._pings:
                    self.pongs.append(now - self._pings.pop(0))
        except ConnectionClosed as closed:
            self.faults.append(f"the stream: {closed}")

    async def _acknowledge(self, socket: ClientConnection, received: bytes) -> None:
        bundle = msgspec.msgpack.decode(received, type=frame.Bundle)
        await socket.send(json.dumps({"type": "ack", "frame": bundle.frame}))

    async def _begin(self, due: float) -> None:
        """As a new person, with a connection of their own."""
        async with httpx.AsyncClient(
            base_url=self._url, headers=HONEST, timeout=GIVEN_UP_S, trust_env=False
        ) as http:
            try:
                made = await http.post("/api/sessions", json={"preset": "xor", "play": False})
                if made.is_error:
                    self.faults.append(f"a new session: {made.text}")
            except httpx.HTTPError as error:
                self.faults.append(f"a new session: {error!r}")
            finally:
                self.sessions.append(time.monotonic() - due)

    async def _weigh(self, due: float) -> None:
        web, trainers = self._memory()
        self._most = max(self._most[0], web), max(self._most[1], trainers)

    def _memory(self) -> tuple[int, int]:
        """The web process's own memory, and the trainers' together."""
        return own_memory(self._pid), sum(map(own_memory, descendants(self._pid)))


if __name__ == "__main__":
    sys.path[0] = os.path.dirname(sys.path[0])
    asyncio.run(Client(sys.argv[1], int(sys.argv[2])).run())
