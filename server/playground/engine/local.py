"""The engine on this machine: one trainer process a GPU, and a few on the cores of a CPU.

Runs in the web process, so it imports no torch: what needs it runs in a child.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import dataclass, field
from functools import partial

import msgspec
import structlog

from playground.engine.contract import (
    AnyEvent,
    AnyRequest,
    Close,
    Destination,
    EngineProblem,
    Failed,
    HandedOver,
    HandOver,
    LeftOff,
    Listener,
    Open,
    Revising,
    TrainerLost,
    WantsMove,
    kind_of,
)
from playground.engine.process import Place, TrainerProcess, environment
from playground.engine.slow_runs import SlowRuns

log = structlog.get_logger()

MAX_CPU_TRAINERS = 4
MAX_SLOW_TRAINERS = 2
"""Where there are more cores than trainers; else 1."""
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
HEALTHY_AFTER = 60.0
"""Seconds: a trainer that has lived so long starts again at once when it dies."""

SLOW = (
    "One step of this network takes long, so it trains separately and lets other networks go first."
)
SLOW_AND_SHARED = SLOW + " It takes turns there with another slow network."
CARD_TRIES = 4
"""Young deaths in a row after which a GPU is no longer tried."""
CARD_LOST = (
    "The graphics card of this server stopped answering. Your network trains on, more slowly, on the"
    " processor."
)
TOO_SLOW = (
    "One step of this network takes longer than this server allows. Use fewer channels, smaller"
    " kernels, fewer units or smaller batches."
)


@dataclass(slots=True)
class Move:
    """A run on its way from one trainer to another, and what was asked of it since."""

    to: Destination
    requests: list[AnyRequest] = field(default_factory=list)


class LocalEngine:
    """An engine whose trainers are child processes.

    `device` is "auto", "cpu", "cuda", "cuda:N" or "mps". `trainers` counts those of a CPU,
    `memory` is the bytes that the runs of each may use; None takes a default. `slow_trainers` is how
    many more may be begun for slow runs.
    """

    def __init__(
        self,
        device: str = "auto",
        trainers: int | None = None,
        memory: int | None = None,
        slow_trainers: int | None = None,
    ) -> None:
        self._device, self._memory = device, memory
        cores = os.cpu_count() or 1
        self._count = trainers or max(1, min(MAX_CPU_TRAINERS, cores - 1))
        self._trainers: list[Place] = []
        self._places: dict[str, Place] = {}
        self._moves: dict[str, Move] = {}
        self._came_back: set[str] = set()
        """Runs that have come back from among the slow since they were last edited."""
        most = slow_trainers or (MAX_SLOW_TRAINERS if cores > MAX_CPU_TRAINERS else 1)
        self._slow_runs = SlowRuns(most, memory, self._hear, self._lose)
        self._keepers: list[asyncio.Task[None]] = []

    async def start(self, listener: Listener) -> None:
        """Start all trainers. Raises `EngineProblem`, and has then left nothing running."""
        self._listener = listener
        names = await self._devices()
        kinds = set(map(kind_of, names))
        for name in names:
            self._trainers += self._new_places(name, beside_other_kind=len(kinds) > 1)
        started = await asyncio.gather(
            *(each.process.start(partial(self._hear, each)) for each in self._trainers),
            return_exceptions=True,
        )
        failed = {
            each: problem
            for each, problem in zip(self._trainers, started, strict=True)
            if problem is not None
        }
        if self._device == "auto" and {"cpu"} < kinds:
            for place in [each for each in failed if each.kind == "gpu"]:
                log.error("card_given_up", device=place.device, reason=str(failed.pop(place)))
                self._trainers.remove(place)
        if failed:
            await self.stop()
            raise next(iter(failed.values()))
        self._keepers = [asyncio.create_task(self._keep(each)) for each in self._trainers]

    def send(self, request: AnyRequest) -> None:
        """Send a request to its run's trainer; one of a run that was lost, as was heard, is dropped.

        One of a run that moves is kept for the trainer to which it moves.
        """
        if isinstance(request, Open):
            self._place(request.run)
        trainer = self._places.get(request.run)
        if trainer is None:
            return
        if isinstance(request, Revising):
            self._came_back.discard(request.run)
        move = self._moves.get(request.run)
        if move is not None and not isinstance(request, Close):
            move.requests.append(request)
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
        await asyncio.gather(
            self._slow_runs.stop(), *(trainer.process.stop() for trainer in self._trainers)
        )
        self._trainers, self._keepers = [], []
        self._places.clear()
        self._moves.clear()

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

    def _new_places(self, device: str, *, beside_other_kind: bool = False) -> list[Place]:
        count = self._count if device == "cpu" else 1
        return [
            Place(device, self._memory, beside_other_kind=beside_other_kind) for _ in range(count)
        ]

    def _place(self, run: str) -> None:
        if run in self._places:
            self.send(Close(run))
        trainer = min(self._trainers, key=lambda each: each.burden)
        trainer.runs.add(run)
        self._places[run] = trainer

    def _leave(self, run: str) -> None:
        self._moves.pop(run, None)
        self._came_back.discard(run)
        if trainer := self._places.pop(run, None):
            trainer.runs.discard(run)

    def _hear(self, place: Place, event: AnyEvent) -> None:
        match event:
            case WantsMove():
                self._begin_move(place, event)
            case HandedOver():
                self._end_move(place, event)
            case _:
                if isinstance(event, Failed) and event.fatal:
                    self._leave(event.run)
                self._listener(event)

    def _begin_move(self, place: Place, event: WantsMove) -> None:
        """Have the run handed over, unless it has gone, or has been back before."""
        run = event.run
        if self._places.get(run) is not place or run in self._moves:
            return
        if event.to == "share" and run in self._came_back:
            return
        self._moves[run] = Move(event.to)
        place.process.send(HandOver(run))

    def _end_move(self, place: Place, event: HandedOver) -> None:
        """Let the run go on where it belongs, with all that was asked of it on its way."""
        run = event.run
        if self._places.get(run) is not place or run not in self._moves:
            return
        move = self._moves.pop(run)
        target, requests = self._target(place, move.to), [*event.requests, *move.requests]
        if move.to == "apart":
            self._tell_slow(run, alone=not target.runs)
        elif move.to == "share":
            self._came_back.add(run)
        elif target.kind != move.to:
            requests = list(map(_for_good, requests))
        place.runs.discard(run)
        target.runs.add(run)
        self._places[run] = target
        for request in requests:
            target.process.send(request)

    def _target(self, place: Place, to: Destination) -> Place:
        """Choose where a run from this place goes on; where there is no such device, beside those that there are."""
        match to:
            case "apart":
                return self._slow_runs.choose(
                    place.device, beside_other_kind=place.beside_other_kind
                )
            case "share":
                return min(
                    self._trainers, key=lambda each: (each.device != place.device, each.burden)
                )
            case _:
                return min(self._trainers, key=lambda each: (each.kind != to, each.burden))

    def _tell_slow(self, run: str, *, alone: bool) -> None:
        code, sentence = ("slow_steps", SLOW) if alone else ("slow_steps_share", SLOW_AND_SHARED)
        self._listener(Failed(run, code=code, sentence=sentence))

    def _lose(self, place: Place, process: TrainerProcess, lived: float) -> None:
        """Tell the runs of a process that it is dead; the one that was too slow for it has failed."""
        lost, place.runs = place.runs, set()
        last = process.current_run
        log.error(
            "trainer_died",
            device=place.device,
            lived_s=round(lived, 1),
            runs=len(lost),
            apart=place.apart,
        )
        for run in lost:
            self._moves.pop(run, None)
            self._came_back.discard(run)
            del self._places[run]
        for run in lost:
            if process.fault == "too slow" and run == last:
                self._listener(Failed(run, code="step_too_slow", sentence=TOO_SLOW, fatal=True))
            else:
                self._listener(TrainerLost(run, at_work=last in (None, run)))

    def _give_up(self, trainer: Place) -> None:
        """Do without a GPU, on CPU trainers from now on if it was all there was."""
        log.error("card_given_up", device=trainer.device, crashes=trainer.crashes)
        self._trainers.remove(trainer)
        if not self._trainers:
            self._trainers = self._new_places("cpu")
            self._keepers += [asyncio.create_task(self._begin(each)) for each in self._trainers]

    async def _begin(self, trainer: Place) -> None:
        await self._start(trainer)
        await self._keep(trainer)

    async def _start(self, trainer: Place) -> None:
        try:
            await trainer.process.start(partial(self._hear, trainer))
        except EngineProblem as problem:
            log.error("trainer_not_started", device=trainer.device, reason=str(problem))

    async def _keep(self, trainer: Place) -> None:
        """Start the trainer again whenever it dies, after a growing pause if it dies young.

        A GPU on which it always dies young is given up.
        """
        while True:
            lived = await trainer.process.ended()
            trainer.crashes = 0 if lived > HEALTHY_AFTER else trainer.crashes + 1
            dead = trainer.process
            given_up = trainer.kind == "gpu" and trainer.crashes >= CARD_TRIES
            if given_up:
                self._give_up(trainer)
            else:
                trainer.renew()
            runs = tuple(trainer.runs)
            self._lose(trainer, dead, lived)
            if given_up:
                for run in runs:
                    self._listener(Failed(run, code="card_lost", sentence=CARD_LOST))
                return
            if trainer.crashes > 1:
                pause = FIRST_PAUSE * 2 ** (trainer.crashes - 2)
                await asyncio.sleep(min(LONGEST_PAUSE, pause))
            await self._start(trainer)


def _for_good(request: AnyRequest) -> AnyRequest:
    """Have a run stay where it is opened, whatever it becomes."""
    if not isinstance(request, Open):
        return request
    left_off = msgspec.structs.replace(request.left_off or LeftOff(), stays=True)
    return msgspec.structs.replace(request, left_off=left_off)
