"""Pages that watch and edit training sessions while the server's processes are killed.

What it tells is what the pages saw: which edits were accepted and are missing, which sessions are
gone, and how much training was repeated, in seconds of the trainer's own clock.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import signal
import time
from bisect import bisect_right
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from playground.wire import frame
from playground.wire.stream import SUBPROTOCOL
from support import serving

GOES_ON_WITHIN_S = 60.0
PRESET = "xor"
PROBES = [{"probe": "metrics"}]


@dataclass
class ScheduledProbe:
    """A session as its page knows it. `seen` are (step, trainer's time), both ascending."""

    id: str
    token: str
    accepted: dict[int, float] = field(default_factory=dict)
    seen: list[tuple[int, float]] = field(default_factory=list)
    repeated_s: list[float] = field(default_factory=list)
    state: str = "loading"
    fresh: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once a frame has come since it was last cleared."""

    def see(self, step: int, now: float, killed_at: float) -> None:
        """The run was at this step. One that is lower than one before is training that is repeated:
        from the last time that it was surely not beyond this step, to the kill."""
        if self.seen and step < self.seen[-1][0]:
            newest = self.seen[-1][1]
            beyond = bisect_right([each[0] for each in self.seen], step)
            began = self.seen[max(0, beyond - 1)][1]
            self.repeated_s.append(max(newest, killed_at) - began)
            del self.seen[beyond:]
        if self.seen and step == self.seen[-1][0]:
            # It has not gone on, or it has come here again: a server that is down repeats nothing.
            del self.seen[-1]
        self.seen.append((step, now))


class Storm:
    """`count` sessions on a server that is started again whenever it was killed."""

    def __init__(self, count: int, folder: str, seed: int) -> None:
        self._random = random.Random(seed)
        self._folder, self._count = folder, count
        self._port = serving.free_port()
        self.sessions: list[ScheduledProbe] = []
        self.refused = 0
        self.missing: list[str] = []
        self._killed_at = 0.0
        self.kills: dict[str, int] = {"web": 0, "trainer": 0, "both": 0}

    async def run(self, kills: int) -> None:
        """So many kills, and then until every session goes on."""
        self._start()
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{self._port}", timeout=30, trust_env=False
        ) as self._http:
            try:
                await self._make()
                watching = [asyncio.create_task(self._watch(each)) for each in self.sessions]
                editing = [asyncio.create_task(self._edit(each)) for each in self.sessions]
                for what in self._in_turn(kills):
                    await self._all_go_on()
                    await asyncio.sleep(self._random.uniform(0, 1.5))
                    await asyncio.to_thread(self._kill, what)
                await self._all_go_on()
                for task in editing + watching:
                    task.cancel()
                ended = await asyncio.gather(*editing, *watching, return_exceptions=True)
                faults = [each for each in ended if not isinstance(each, asyncio.CancelledError)]
                assert not faults, faults
                self.missing = [
                    fault for each in self.sessions async for fault in self._missing(each)
                ]
            finally:
                self._server.kill()

    def _in_turn(self, kills: int) -> Iterator[str]:
        """Each kind once in every three, in any order."""
        for begun in range(0, kills, len(self.kills)):
            yield from self._random.sample(list(self.kills), min(len(self.kills), kills - begun))

    @property
    def longest_repeated_s(self) -> float:
        return max((s for each in self.sessions for s in each.repeated_s), default=0.0)

    # --- the server ----------------------------------------------------------------------------

    def _start(self) -> None:
        self._server = serving.start(self._port, "--data-dir", self._folder, "--device", "cpu")

    def _kill(self, what: str) -> None:
        self.kills[what] += 1
        self._killed_at = time.time()
        trainers = self._server.children()
        if what in ("trainer", "both") and trainers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._random.choice(trainers), signal.SIGKILL)
        if what in ("web", "both"):
            self._server.kill()
            self._start()

    # --- the pages -----------------------------------------------------------------------------

    async def _make(self) -> None:
        for _ in range(self._count):
            answer = await self._http.post("/api/sessions", json={"preset": PRESET, "play": True})
            made = answer.raise_for_status().json()
            self.sessions.append(ScheduledProbe(made["id"], made["links"]["edit"]))

    async def _all_go_on(self) -> None:
        """Until a frame of every session has come that is newer than this call."""
        for each in self.sessions:
            each.fresh.clear()
        try:
            async with asyncio.timeout(GOES_ON_WITHIN_S):
                for each in self.sessions:
                    await each.fresh.wait()
        except TimeoutError:
            stalled = {each.id: each.state for each in self.sessions if not each.fresh.is_set()}
            raise AssertionError(f"after {self.kills} these do not go on: {stalled}") from None

    async def _watch(self, watched: ScheduledProbe) -> None:
        """As the page does: comes again whenever the connection breaks."""
        address = f"ws://127.0.0.1:{self._port}/api/sessions/{watched.id}/stream"
        while True:
            with contextlib.suppress(OSError, WebSocketException, TimeoutError, EOFError):
                async with connect(address, subprotocols=[SUBPROTOCOL]) as socket:  # type: ignore[list-item]
                    await self._listen(socket, watched)
            await asyncio.sleep(0.1)

    async def _listen(self, socket: ClientConnection, watched: ScheduledProbe) -> None:
        hello = {"type": "hello", "token": watched.token, "probes": PROBES, "max_fps": 30}
        await socket.send(json.dumps(hello))
        async for received in socket:
            if isinstance(received, bytes):
                bundle = msgspec.msgpack.decode(received, type=frame.Bundle)
                await socket.send(json.dumps({"type": "ack", "frame": bundle.frame}))
                for body in bundle.frames:
                    found = frame.decode(bytes(body))
                    if found.probe == "metrics":
                        watched.see(found.step, found.time, self._killed_at)
                        watched.fresh.set()
                continue
            message = json.loads(received)
            if message["type"] == "status":
                watched.state = message["state"]
                if watched.state in ("playing", "paused"):
                    watched.see(message["step"], time.time(), self._killed_at)
                if watched.state == "failed":
                    # Set aside after two crashes in a row: the page tells to press Play.
                    await self._call(watched, "POST", "/commands", json={"type": "play"})

    async def _edit(self, watched: ScheduledProbe) -> None:
        """An edit at a time, of a field that has no other use, and remembers which were accepted."""
        revision = 1
        while True:
            await asyncio.sleep(self._random.uniform(0.05, 0.5))
            rate = round(self._random.uniform(0.01, 0.05), 6)
            patch = [{"op": "replace", "path": "/training/learning_rate", "value": rate}]
            answer = await self._call(
                watched, "PATCH", "/spec", json=patch, headers={"If-Match": str(revision)}
            )
            if answer is None:
                continue
            document = answer.json()
            if answer.status_code == 200:
                watched.accepted[document["revision"]] = rate
                revision = document["revision"]
            elif answer.status_code == 409:
                # An edit before was accepted, and its answer was lost with the server.
                revision = document["revision"]
                watched.accepted[revision] = document["spec"]["training"]["learning_rate"]
            else:
                assert answer.status_code == 503, answer.text
                self.refused += 1

    async def _call(
        self, watched: ScheduledProbe, method: str, path: str, **more: Any
    ) -> httpx.Response | None:
        headers = {"Authorization": f"Bearer {watched.token}", **more.pop("headers", {})}
        try:
            return await self._http.request(
                method, f"/api/sessions/{watched.id}{path}", headers=headers, **more
            )
        except httpx.TransportError:
            return None

    async def _missing(self, watched: ScheduledProbe) -> AsyncIterator[str]:
        answer = await self._call(watched, "GET", "")
        if answer is None or answer.status_code != 200:
            yield f"{watched.id}: the session is gone"
            return
        state = answer.json()
        newest = max(watched.accepted, default=1)
        if state["revision"] < newest:
            yield f"{watched.id}: revision {state['revision']} of {newest}"
        history = (await self._call(watched, "GET", "/history")) if newest else None
        if history is not None and history.status_code == 200:
            there = {each["revision"] for each in history.json()}
            for revision in sorted(watched.accepted)[-len(there) + 1 :]:
                if revision not in there:
                    yield f"{watched.id}: edit {revision}"
        if state["revision"] == newest and newest in watched.accepted:
            rate = state["spec"]["training"]["learning_rate"]
            if rate != watched.accepted[newest]:
                yield f"{watched.id}: {rate} is not what edit {newest} made"
