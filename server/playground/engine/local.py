"""The engine on this machine: one trainer process a GPU, or a few on the cores of a CPU.

Runs in the web process, so it imports no torch: what needs it runs in a child.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys

import structlog

from playground.engine.contract import (
    AnyEvent,
    AnyRequest,
    Close,
    EngineProblem,
    Failed,
    Listener,
    Open,
    TrainerLost,
)
from playground.engine.process import TrainerProcess, environment

log = structlog.get_logger()

MAX_CPU_TRAINERS = 4
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
HEALTHY_AFTER = 60.0
"""Seconds: a trainer that has lived so long starts again at once when it dies."""


class Place:
    """A place for runs: its process is replaced when it dies."""

    def __init__(self, device: str, memory: int | None) -> None:
        self.process = TrainerProcess(device, memory)
        self.runs: set[str] = set()
        self.crashes = 0

    @property
    def burden(self) -> tuple[bool, int]:
        return not self.process.ready, len(self.runs)


class LocalEngine:
    """An engine whose trainers are child processes.

    `device` is "auto", "cpu", "cuda", "cuda:N" or "mps". `trainers` counts those of a CPU,
    `memory` is the bytes that the runs of each may use; None takes a default.
    """

    def __init__(
        self, device: str = "auto", trainers: int | None = None, memory: int | None = None
    ) -> None:
        self._device, self._memory = device, memory
        self._count = trainers or max(1, min(MAX_CPU_TRAINERS, (os.cpu_count() or 1) - 1))
        self._trainers: list[Place] = []
        self._places: dict[str, Place] = {}
        self._keepers: list[asyncio.Task[None]] = []

    async def start(self, listener: Listener) -> None:
        """Start all trainers. Raises `EngineProblem`, and has then left nothing running."""
        self._listener = listener
        for name in await self._devices():
            count = self._count if name == "cpu" else 1
            self._trainers += [Place(name, self._memory) for _ in range(count)]
        started = await asyncio.gather(
            *(trainer.process.start(self._hear) for trainer in self._trainers),
            return_exceptions=True,
        )
        problems = [problem for problem in started if isinstance(problem, BaseException)]
        if problems:
            await self.stop()
            raise problems[0]
        self._keepers = [asyncio.create_task(self._keep(each)) for each in self._trainers]

    def send(self, request: AnyRequest) -> None:
        """Send a request to its run's trainer; one of a run that was lost, as was heard, is dropped."""
        if isinstance(request, Open):
            self._place(request.run)
        trainer = self._places.get(request.run)
        if trainer is None:
            return
        trainer.process.send(request)
        if isinstance(request, Close):
            self._leave(request.run)

    @property
    def devices(self) -> tuple[str, ...]:
        return tuple(each.process.device for each in self._trainers if each.process.ready)

    async def stop(self) -> None:
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        await asyncio.gather(*(trainer.process.stop() for trainer in self._trainers))
        self._trainers, self._keepers = [], []
        self._places.clear()

    async def _devices(self) -> list[str]:
        if self._device == "cpu":
            return ["cpu"]
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "playground.engine.device", self._device),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=environment(),
        )
        output, errors = await child.communicate()
        if child.returncode:
            last = errors.decode(errors="replace").strip().rpartition("\n")[2]
            raise EngineProblem(last or "The devices of this machine could not be listed.")
        devices: list[str] = json.loads(output)
        return devices

    def _place(self, run: str) -> None:
        if run in self._places:
            self.send(Close(run))
        trainer = min(self._trainers, key=lambda each: each.burden)
        trainer.runs.add(run)
        self._places[run] = trainer

    def _leave(self, run: str) -> None:
        if trainer := self._places.pop(run, None):
            trainer.runs.discard(run)

    def _hear(self, event: AnyEvent) -> None:
        if isinstance(event, Failed) and event.fatal:
            self._leave(event.run)
        self._listener(event)

    async def _keep(self, trainer: Place) -> None:
        """Start the trainer again whenever it dies, after a growing pause if it dies young."""
        while True:
            lived = await trainer.process.ended()
            trainer.crashes = 0 if lived > HEALTHY_AFTER else trainer.crashes + 1
            lost, trainer.runs = trainer.runs, set()
            last = trainer.process.current_run
            log.error(
                "trainer_died",
                device=trainer.process.wanted,
                lived_s=round(lived, 1),
                runs=len(lost),
            )
            trainer.process = TrainerProcess(trainer.process.wanted, self._memory)
            for run in lost:
                del self._places[run]
            for run in lost:
                self._listener(TrainerLost(run, at_work=last in (None, run)))
            if trainer.crashes > 1:
                pause = FIRST_PAUSE * 2 ** (trainer.crashes - 2)
                await asyncio.sleep(min(LONGEST_PAUSE, pause))
            try:
                await trainer.process.start(self._hear)
            except EngineProblem as problem:
                log.error("trainer_not_started", device=trainer.process.wanted, reason=str(problem))
