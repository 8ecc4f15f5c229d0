"""A class of headless pages: a teacher and pupils who speak the protocol as the page does."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field

import httpx
import msgspec
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from playground.wire import frame
from playground.wire.stream import SUBPROTOCOL

PAGE_PROBES = [
    {"probe": "metrics"},
    {"probe": "boundary", "resolution": 50},
    {"probe": "neurons", "resolution": 24},
    {"probe": "weights"},
]
PAGE_FPS = 30.0


@dataclass
class Seen:
    """What a page has received. Ages are seconds from a frame's making to its arrival."""

    ages: list[float] = field(default_factory=list)
    steps: int = 0
    ended: str | None = None


class ClassOf:
    """`count` pupils of one class on the server at this address."""

    def __init__(self, url: str, count: int) -> None:
        self._url, self._count = url, count
        self.pupils: list[Seen] = []
        self.teacher = Seen()
        self.joined_within_s = 0.0
        self.shown = 0
        """Pupils in the newest message to the teacher."""

    async def run(self, seconds: float) -> None:
        async with httpx.AsyncClient(base_url=self._url, timeout=30, trust_env=False) as http:
            made = (await http.post("/api/sessions", json={"preset": "spiral"})).json()
            edit = {"Authorization": f"Bearer {made['links']['edit']}"}
            answer = await http.post("/api/classes", json={"session": made["id"]}, headers=edit)
            opened = answer.raise_for_status().json()
            path = f"/api/classes/{opened['id']}/stream"
            tasks = [asyncio.create_task(self._look(path, self.teacher, opened["token"], None))]
            start = time.monotonic()
            try:
                entered = [
                    self._enter(http, opened["code"], number) for number in range(self._count)
                ]
                tasks += await asyncio.gather(*entered)
                self.joined_within_s = time.monotonic() - start
                await asyncio.sleep(seconds)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _enter(self, http: httpx.AsyncClient, code: str, number: int) -> asyncio.Task[None]:
        """Joins, opens the stream and presses Play; returns with the first frame."""
        answer = await http.post(
            "/api/classes/join", json={"code": code, "nickname": f"Pupil {number}"}
        )
        made = answer.raise_for_status().json()["made"]
        seen = Seen()
        self.pupils.append(seen)
        path = f"/api/sessions/{made['id']}/stream"
        there = asyncio.Event()
        token = made["links"]["edit"]
        task = asyncio.create_task(self._look(path, seen, token, there))
        headers = {"Authorization": f"Bearer {token}"}
        play = await http.post(
            f"/api/sessions/{made['id']}/commands", json={"type": "play"}, headers=headers
        )
        play.raise_for_status()
        await there.wait()
        return task

    async def _look(self, path: str, seen: Seen, token: str, there: asyncio.Event | None) -> None:
        hello: dict[str, object] = {"type": "hello", "token": token}
        if there is not None:
            hello |= {"probes": PAGE_PROBES, "max_fps": PAGE_FPS}
        address = self._url.replace("http", "ws", 1) + path
        try:
            async with connect(address, subprotocols=[SUBPROTOCOL], max_size=None) as socket:  # type: ignore[list-item]
                await socket.send(json.dumps(hello))
                async for received in socket:
                    if isinstance(received, str):
                        message = json.loads(received)
                        if message["type"] == "class":
                            self.shown = len(message["pupils"])
                        continue
                    now = time.time()
                    bundle = msgspec.msgpack.decode(received, type=frame.Bundle)
                    await socket.send(json.dumps({"type": "ack", "frame": bundle.frame}))
                    for body in bundle.frames:
                        found = frame.decode(bytes(body))
                        # The points are drawn once, and shown again to whoever comes.
                        if found.probe != "points":
                            seen.ages.append(now - found.time)
                            seen.steps = found.step
                            if there is not None:
                                there.set()
        except ConnectionClosed as closed:
            seen.ended = str(closed)
