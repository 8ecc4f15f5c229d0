"""Work that goes on beside the routes, from the server's start to its end."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from fastapi import FastAPI

from playground.api import stopping
from playground.api.limiter.limiter import Limiter
from playground.api.log_rate import WITHIN_S, EventsRate
from playground.api.services import Services
from playground.api.uploading.forgetting import Forgetting
from playground.classroom.classroom_registry import ClassroomRegistry
from playground.engine.contract import EngineProblem
from playground.session.refusals import Refused
from playground.session.registry import Registry
from playground.store.contract import StoreProblem

log = structlog.get_logger()

TIDY_EVERY_S = 5.0
TICK_EVERY_S = 0.25


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Start the store, the trainers and the clocks; stop them when the server ends."""
    services: Services = app.state.services
    registry, classrooms, settings = services.registry, services.classrooms, services.settings
    await registry.store.start()
    tasks = [
        asyncio.create_task(begin(registry)),
        asyncio.create_task(tidy(registry, classrooms)),
        asyncio.create_task(forget(Forgetting(services.uploads, settings.keep_uploads_days))),
        asyncio.create_task(tidy_kept(services.limiter)),
        asyncio.create_task(tick(classrooms, services.limiter)),
        asyncio.create_task(tell_hidden_lines(services.log_rate)),
    ]
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await classrooms.stop()
    await registry.stop()
    await registry.store.stop()
    stopping.tell_unsaved(registry.unsaved())
    services.log_rate.settle(all=True)


async def begin(registry: Registry) -> None:
    try:
        await registry.start()
    except EngineProblem as problem:
        # Without a trainer there is nothing to serve: say why, and end as Ctrl-C would.
        print(problem, file=sys.stderr)
        os.kill(os.getpid(), signal.SIGTERM)


async def tidy(registry: Registry, classrooms: ClassroomRegistry) -> None:
    with suppress(asyncio.CancelledError):
        while True:
            await asyncio.sleep(TIDY_EVERY_S)
            try:
                registry.tidy()
                await classrooms.tidy()
            except Refused as refused:
                log.error("classes were not tidied", reason=refused.sentence)
            except Exception:
                # One session's or class's fault must not end parking and endings for all.
                log.exception("not tidied")


async def forget(forgetting: Forgetting) -> None:
    with suppress(asyncio.CancelledError):
        while True:
            await asyncio.sleep(TIDY_EVERY_S)
            try:
                await forgetting.tidy()
            except StoreProblem as problem:
                log.error("uploads were not looked at", problem=str(problem))
            except Exception:
                # One upload's fault must not keep all others.
                log.exception("uploads were not looked at")


async def tidy_kept(limiter: Limiter) -> None:
    """Count what is kept from time to time; not at once, for the start waits for nothing that grows."""
    with suppress(asyncio.CancelledError):
        while True:
            await asyncio.sleep(TIDY_EVERY_S)
            try:
                await limiter.kept.tidy()
            except Exception:
                log.exception("kept bytes were not counted")


async def tick(classrooms: ClassroomRegistry, limiter: Limiter) -> None:
    with suppress(asyncio.CancelledError):
        while True:
            await asyncio.sleep(TICK_EVERY_S)
            try:
                classrooms.tick()
                limiter.share_steps()
            except Exception:
                # One class's fault stops no other one's board.
                log.exception("tick")


async def tell_hidden_lines(rate: EventsRate) -> None:
    """Say how many lines were not written also where no more come."""
    with suppress(asyncio.CancelledError):
        while True:
            await asyncio.sleep(WITHIN_S)
            rate.settle()
