"""What the signs of life of many pages cost that look at a session in which nothing happens."""

from __future__ import annotations

import asyncio
import json
import os
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect

from playground.wire.stream import SUBPROTOCOL
from support.serving import Server, serve

PAGES = 200
WATCHED_S = 10.0
MAX_BYTES_A_SECOND = 100
"""Of one page, both ways together, without what TCP adds."""
MAX_OF_A_CORE = 0.25


class Counting(ClientConnection):
    """A page's connection that counts the bytes which it gets and gives."""

    bytes = 0

    def data_received(self, data: bytes) -> None:
        Counting.bytes += len(data)
        super().data_received(data)

    def send_data(self) -> None:
        before = self.protocol.writes
        Counting.bytes += sum(map(len, before))
        super().send_data()


def seconds_of(pid: int) -> float:
    """The seconds of a processor that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def watched(server: Server, made: dict[str, Any]) -> tuple[float, float]:
    """Give the bytes a second of one page, and the part of a core that the web process takes."""
    address = server.url.replace("http", "ws", 1) + f"/api/sessions/{made['id']}/stream"
    hello = json.dumps({"type": "hello", "token": made["links"]["view"], "max_fps": 0})
    pages: list[ClientConnection] = []
    heard: list[asyncio.Task[None]] = []
    for _ in range(PAGES):
        page = await connect(
            address,
            subprotocols=[SUBPROTOCOL],  # type: ignore[list-item]
            create_connection=Counting,
            ping_interval=None,
            max_size=None,
        )
        await page.send(hello)
        pages.append(page)
        # A page that does not read what it is told is let go.
        heard.append(asyncio.create_task(_hear(page)))
    # What greets each newcomer is told to all: it is over soon.
    await asyncio.sleep(4)
    bytes_before, seconds_before = Counting.bytes, seconds_of(server.process.pid)
    began = time.monotonic()
    await asyncio.sleep(WATCHED_S)
    lasted = time.monotonic() - began
    bytes_sent = Counting.bytes - bytes_before
    share = (seconds_of(server.process.pid) - seconds_before) / lasted
    gone = [(page.close_code, page.close_reason) for page in pages if page.close_code]
    assert not gone, "pages were let go"
    for page in pages:
        await page.close()
    await asyncio.gather(*heard)
    return bytes_sent / lasted / PAGES, share


async def _hear(page: ClientConnection) -> None:
    async for _ in page:
        pass


@pytest.mark.slow
def test_two_hundred_pages_that_only_look_cost_little() -> None:
    with serve("--device", "cpu") as server:
        body = {"preset": "xor", "play": False}
        made = httpx.post(f"{server.url}/api/sessions", json=body, trust_env=False).json()
        bytes_a_second, share = asyncio.run(watched(server, made))
    print(f"{PAGES} pages: {bytes_a_second:.1f} bytes a second each, {share:.1%} of a core")
    assert 0 < bytes_a_second < MAX_BYTES_A_SECOND
    assert share < MAX_OF_A_CORE
