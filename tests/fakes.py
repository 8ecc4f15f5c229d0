"""Stand-ins for what is slow: an engine that trains nothing and remembers what it was asked."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TypeVar

from playground.engine.contract import AnyEvent, AnyRequest, Checkpoint, Listener, Ready, Save

Asked = TypeVar("Asked")
WITHIN_S = 10.0


class FakeEngine:
    """`ready=False` starts no trainer until `become_ready` is called, from any thread."""

    def __init__(self, ready: bool = True) -> None:
        self.requests: list[AnyRequest] = []
        self.stopped = False
        self._changed = threading.Condition()
        self._may_start = threading.Event()
        self._started = False
        if ready:
            self._may_start.set()

    # --- what the web process calls ------------------------------------------------------------

    async def start(self, listener: Listener) -> None:
        self._listener = listener
        self._loop = asyncio.get_running_loop()
        await self._loop.run_in_executor(None, self._may_start.wait)
        self._started = True
        listener(Ready("", device="fake", memory=2**30))

    def send(self, request: AnyRequest) -> None:
        assert self._started, "sent before a trainer was ready"
        with self._changed:
            self.requests.append(request)
            self._changed.notify_all()
        if isinstance(request, Save):
            # Of a revision that never was: what a test has said of the run stays as it is.
            state = Checkpoint(request.run, step=0, revision=0, data=b"", mark=request.mark)
            self._loop.call_soon(self._listener, state)

    @property
    def devices(self) -> tuple[str, ...]:
        return ("fake",) if self._started and not self.stopped else ()

    async def stop(self) -> None:
        self.stopped = True
        self._may_start.set()

    # --- what a test calls ---------------------------------------------------------------------

    def become_ready(self) -> None:
        self._may_start.set()

    def emit(self, *events: AnyEvent) -> None:
        """Lets the web process hear these, in its own thread; returns when it has."""

        async def speak() -> None:
            for event in events:
                self._listener(event)

        asyncio.run_coroutine_threadsafe(speak(), self._loop).result(WITHIN_S)

    def asked(self, kind: type[Asked], run: str | None = None) -> list[Asked]:
        """All requests of this kind so far."""
        with self._changed:
            return [
                request
                for request in self.requests
                if isinstance(request, kind) and run in (None, request.run)
            ]

    def wait_for(self, kind: type[Asked], count: int = 1, run: str | None = None) -> Asked:
        """The newest request of this kind, as soon as there are `count` of them."""
        deadline = time.monotonic() + WITHIN_S
        with self._changed:
            while len(found := self.asked(kind, run)) < count:
                if not self._changed.wait(deadline - time.monotonic()):
                    raise TimeoutError(f"{kind.__name__} was not asked {count} times: {found}")
        return found[-1]
