"""A trainer process as the event loop sees it: requests go in, events come out, it may die."""

from __future__ import annotations

import asyncio
import contextlib
import os
import struct
import sys
import traceback
from collections import deque
from functools import partial
from pathlib import Path

import structlog

from playground.engine.contract import (
    AnyRequest,
    EngineProblem,
    Failed,
    Kind,
    Listener,
    Ready,
    Watch,
    encoder,
    event_decoder,
    kind_of,
)
from playground.engine.current_run import CAN_SHARE, CurrentRun, shared_file
from playground.engine.heartbeat import LOOK_EVERY, Fault, Listening, waits_for_a_core

log = structlog.get_logger()

LENGTH = struct.Struct("<I")
READ_LIMIT = 2**20
START_TIMEOUT = 120.0
"""Seconds. Importing torch takes 2 to 10, compiling the kernel the first time as many again."""
STOP_TIMEOUT = 0.7
"""Seconds for a trainer to end by itself; its runs have been saved, or will not be, by then."""
KILLED_WITHIN = 3.0
"""Seconds for the system to end a process. One of the lowest rank takes more than one on busy cores, since
it frees its memory in its own time; one that waits for a broken device can take for ever.
"""

NICENESS_OF_A_START = 10

ONE_BLAS_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
"""As torch has on a CPU: on busy cores numpy's threads wait for each other, and finding the principal
plane of 5,000 pictures took up to 370 ms instead of 13.
"""

GIVES_MEMORY_BACK = {"MALLOC_MMAP_THRESHOLD_": "1048576", "MALLOC_TRIM_THRESHOLD_": "1048576"}
"""Bytes from which on glibc gives back what is freed. It raises these by itself, and a process of slow
runs kept what the largest of them had needed: 50 MB more, for a tenth more steps.
"""


class TrainerProcess:
    """`wanted` is the device asked for; `device` the one it has, once it is `ready`.

    One that is `apart` is for slow runs, and gives way to all others; one `beside_other_kind` gives up
    the runs that are faster there. `fault` is why it was ended, if it hung.
    """

    def __init__(
        self,
        wanted: str,
        memory: int | None,
        *,
        apart: bool = False,
        beside_other_kind: bool = False,
    ) -> None:
        self.wanted, self.device, self.ready = wanted, wanted, False
        self.fault: Fault | None = None
        self._memory, self._apart = memory, apart
        self._beside_other_kind = beside_other_kind
        self._outbox: deque[AnyRequest] = deque()
        self._something = asyncio.Event()
        self._process: asyncio.subprocess.Process | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._born = 0.0
        self._current_run: CurrentRun | None = None

    @property
    def current_run(self) -> str | None:
        """The run that it works on, or did when it died: "" for none, None where nobody knows."""
        return self._current_run.run if self._current_run else None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def send(self, request: AnyRequest) -> None:
        """Queue it, also before the process is there. A newer Watch takes an older one's place."""
        if isinstance(request, Watch):
            stale = [r for r in self._outbox if isinstance(r, Watch) and r.run == request.run]
            for old in stale:
                self._outbox.remove(old)
        self._outbox.append(request)
        self._something.set()

    async def start(self, listener: Listener) -> None:
        """Start it, and return once the trainer is ready. Raises `EngineProblem`."""
        loop = asyncio.get_running_loop()
        self._born = loop.time()
        memory = () if self._memory is None else ("--memory", str(self._memory))
        with shared_file() as file:
            shared = (file.fileno(),) if CAN_SHARE else ()
            self._current_run = CurrentRun(*shared) if shared else None
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "playground.engine.worker"),
                *("--device", self.wanted, *memory, *(("--role", "apart") if self._apart else ())),
                *(("--beside-other-kind",) if self._beside_other_kind else ()),
                *(f"--current-run={descriptor}" for descriptor in shared),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env=environment() | ONE_BLAS_THREAD | (GIVES_MEMORY_BACK if self._apart else {}),
                limit=READ_LIMIT,
                pass_fds=shared,
            )
        if self._apart:
            step_back(self._process.pid)
        ready: asyncio.Future[None] = loop.create_future()
        self._tasks = [
            asyncio.create_task(self._read(self._process, listener, ready)),
            asyncio.create_task(self._write(self._process)),
        ]
        try:
            # Not wait_for: in Python 3.11 it loses a cancellation that comes with the result.
            async with asyncio.timeout(START_TIMEOUT):
                await ready
        except TimeoutError:
            raise EngineProblem(f"The trainer on {self.wanted} did not start in time.") from None
        finally:
            if not self.ready:
                await self.stop()
        if self._current_run is not None:
            heart = Listening(
                self._current_run,
                apart=self._apart,
                waits=partial(waits_for_a_core, self._process.pid),
            )
            self._tasks.append(asyncio.create_task(self._listen(self._process, heart)))

    async def ended(self) -> float:
        """Wait for the process's death, and give the seconds that it lived."""
        if self._process is None:
            return 0.0
        # Whoever is cancelled here leaves the reader at its work: what lies unread in the pipe keeps
        # the trainer from ending, and asyncio from noticing that it has.
        await asyncio.wait(self._tasks[:1])
        await self.stop()
        return asyncio.get_running_loop().time() - self._born

    async def stop(self) -> None:
        """End the process, at last by force. What it still says is heard until then."""
        process = self._process
        if process is None:
            return
        may_end, self.ready = self.ready, False
        assert process.stdin is not None
        process.stdin.close()
        if not (may_end and await _has_ended(process, STOP_TIMEOUT)):
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            if not await _has_ended(process, KILLED_WITHIN):
                log.error("trainer_not_ended", device=self.wanted, pid=process.pid)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _listen(self, process: asyncio.subprocess.Process, heart: Listening) -> None:
        """End a process that hangs, which the reader then takes for any other death."""
        while self.fault is None:
            await asyncio.sleep(LOOK_EVERY)
            self.fault = heart.look()
        log.error("trainer_hangs", device=self.device, pid=process.pid, reason=self.fault)
        with contextlib.suppress(ProcessLookupError):
            process.kill()

    async def _write(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        with contextlib.suppress(ConnectionError):
            while True:
                await self._something.wait()
                self._something.clear()
                while self._outbox:
                    body = encoder.encode(self._outbox.popleft())
                    process.stdin.write(LENGTH.pack(len(body)) + body)
                    await process.stdin.drain()

    async def _read(
        self,
        process: asyncio.subprocess.Process,
        listener: Listener,
        ready: asyncio.Future[None],
    ) -> None:
        assert process.stdout is not None
        problem = f"The trainer on {self.wanted} ended before it was ready; its log says why."
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await process.stdout.readexactly(LENGTH.size)
                body = await process.stdout.readexactly(*LENGTH.unpack(head))
                try:
                    event = event_decoder.decode(body)
                    if isinstance(event, Ready):
                        self.device, self.ready = event.device, True
                        if not ready.done():
                            ready.set_result(None)
                    elif isinstance(event, Failed) and not event.run:
                        problem = event.sentence
                        continue
                    listener(event)
                except Exception:
                    # One listener's fault must not silence all runs of this trainer.
                    traceback.print_exc()
        self.ready = False
        if not ready.done():
            ready.set_exception(EngineProblem(problem))


class Place:
    """A place for runs, of quick ones or `apart` of slow ones: another process comes for one that is dead."""

    def __init__(
        self,
        device: str,
        memory: int | None,
        *,
        apart: bool = False,
        beside_other_kind: bool = False,
    ) -> None:
        self.device, self.apart = device, apart
        self.beside_other_kind = beside_other_kind
        self._new_process = partial(
            TrainerProcess, device, memory, apart=apart, beside_other_kind=beside_other_kind
        )
        self.process = self._new_process()
        self.runs: set[str] = set()
        self.crashes = 0

    @property
    def kind(self) -> Kind:
        return kind_of(self.device)

    @property
    def burden(self) -> tuple[bool, bool, int]:
        """Rank the places for a run of which nothing is known: on a CPU it costs nothing to find out."""
        return not self.process.ready, self.kind == "gpu", len(self.runs)

    def renew(self) -> None:
        """Put another process, which is still to be started, in the place of one that is dead."""
        self.process = self._new_process()


def step_back(pid: int) -> None:
    """Let a process that has just begun give way to the others, while it imports what it needs."""
    with contextlib.suppress(ProcessLookupError, PermissionError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, pid, NICENESS_OF_A_START)


async def _has_ended(process: asyncio.subprocess.Process, within_s: float) -> bool:
    try:
        async with asyncio.timeout(within_s):
            await process.wait()
    except TimeoutError:
        return False
    return True


def environment() -> dict[str, str]:
    """Make an environment in which children import the very package that runs here, wherever it lies."""
    source = str(Path(__file__).parents[2])
    paths = [source, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return os.environ | {"PYTHONPATH": os.pathsep.join(dict.fromkeys(paths))}
