"""The places of slow runs, apart from all others: begun when there is such a run, ended when there is none."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from playground.engine.contract import AnyEvent, EngineProblem
from playground.engine.process import Place, TrainerProcess

log = structlog.get_logger()

LOOK_EVERY = 1.0
IDLE = 5.0
"""Seconds without a run after which a place ends: it takes 200 MB."""


class SlowRuns:
    """At most so many places. Runs that find no empty one share, and wait for each other.

    `hear` is told what a place says, and `lose` that it has died or was ended, with all its runs.
    """

    def __init__(
        self,
        most: int,
        memory: int | None,
        hear: Callable[[Place, AnyEvent], None],
        lose: Callable[[Place, TrainerProcess, float], None],
    ) -> None:
        self._most, self._memory, self._hear, self._lose = most, memory, hear, lose
        self._places: list[Place] = []
        self._ending: list[Place] = []
        self._keepers: set[asyncio.Task[None]] = set()

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(self._places)

    def choose(self, device: str, *, beside_other_kind: bool = False) -> Place:
        """Give the place with the fewest runs, a new one if there may be and none is empty."""
        best = min(
            self._places, key=lambda each: (each.device != device, len(each.runs)), default=None
        )
        if best is not None and (not best.runs or len(self._places) >= self._most):
            return best
        place = Place(device, self._memory, apart=True, beside_other_kind=beside_other_kind)
        self._places.append(place)
        keeper = asyncio.create_task(self._keep(place))
        self._keepers.add(keeper)
        keeper.add_done_callback(self._keepers.discard)
        return place

    async def stop(self) -> None:
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        await asyncio.gather(*(each.process.stop() for each in self._places + self._ending))
        self._places, self._ending = [], []

    async def _keep(self, place: Place) -> None:
        """Start the place's process, and end it when it has been idle; it may die before."""
        lived = 0.0
        try:
            await place.process.start(lambda event: self._hear(place, event))
        except EngineProblem as problem:
            log.error("trainer_not_started", device=place.device, reason=str(problem))
        else:
            ended = asyncio.create_task(place.process.ended())
            try:
                if await self._is_idle(place, ended):
                    self._places.remove(place)
                    self._ending.append(place)
                    await place.process.stop()
                    self._ending.remove(place)
                    return
                lived = ended.result()
            finally:
                ended.cancel()
        self._places.remove(place)
        self._lose(place, place.process, lived)

    async def _is_idle(self, place: Place, ended: asyncio.Task[float]) -> bool:
        """Wait until the place has had no run for a while, and return True, or until its process has died."""
        idle = 0.0
        while idle < IDLE:
            await asyncio.wait({ended}, timeout=LOOK_EVERY)
            if ended.done():
                return False
            idle = 0.0 if place.runs else idle + LOOK_EVERY
        return True
