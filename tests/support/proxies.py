"""Proxies between a page and the server, as networks have them: one refuses WebSockets, one goes dead."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

HEAD_ENDS = b"\r\n\r\n"
REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
MAX_HEAD = 64 * 1024


def passes(head: bytes) -> bool:
    return True


def is_no_upgrade(head: bytes) -> bool:
    return b"upgrade: websocket" not in head.lower()


def alone(head: bytes) -> bytes:
    """Ask for the connection's end after the answer."""
    first, *lines = head.split(b"\r\n")
    kept = (line for line in lines if not line.lower().startswith(b"connection:"))
    return b"\r\n".join((first, b"Connection: close", *kept))


async def closed(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


@dataclass
class Proxy:
    """Passes on the bytes of each connection whose first request `lets_in` allows.

    While it is `dead` it swallows all that comes from either side, and closes nothing.
    """

    to: int
    lets_in: Callable[[bytes], bool] = passes
    port: int = 0
    dead: bool = False
    refused: int = 0
    _loop: asyncio.AbstractEventLoop = field(init=False)
    _ended: asyncio.Event = field(init=False)
    _open: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            await self._between(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            await closed(writer)
            self._open.discard(task)

    async def _between(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(HEAD_ENDS)
        if not self.lets_in(head):
            self.refused += 1
            writer.write(REFUSED)
            return
        there, upstream = await asyncio.open_connection("127.0.0.1", self.to)
        try:
            # Where requests are looked at, each has a connection of its own.
            upstream.write(head if self.lets_in is passes else alone(head))
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pass(reader, upstream))
                both.create_task(self._pass(there, writer))
        except* OSError:
            pass
        finally:
            await closed(upstream)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        swallowed = False
        while some := await reader.read(64 * 1024):
            # What was swallowed leaves a gap: a connection that lost some is dead for good.
            swallowed = swallowed or self.dead
            if not swallowed:
                writer.write(some)
                await writer.drain()
        if swallowed:
            await asyncio.Event().wait()
        with suppress(OSError):
            writer.write_eof()

    async def serve(self, listens: threading.Event) -> None:
        """Take connections until `end`."""
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self.take, "127.0.0.1", 0, limit=MAX_HEAD)
        self.port = server.sockets[0].getsockname()[1]
        listens.set()
        await self._ended.wait()
        server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def end(self) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)


@contextmanager
def proxy(to: int, lets_in: Callable[[bytes], bool] = passes) -> Iterator[Proxy]:
    """A proxy on loopback, in a thread of its own, to the server on a port."""
    made, listens = Proxy(to, lets_in), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(made.serve(listens)))
    thread.start()
    listens.wait()
    try:
        yield made
    finally:
        made.end()
        thread.join()
