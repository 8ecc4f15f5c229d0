"""The web process: routes around the registry of sessions. It never imports torch."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from fastapi import FastAPI
from starlette.types import ASGIApp

from playground import __version__
from playground.api import logs, problems
from playground.api.caller import Identified
from playground.api.gate import Gate
from playground.api.identity import Identities, secret_key
from playground.api.middleware.guard import Guard
from playground.api.middleware.request_log import Observed
from playground.api.routes import (
    classes,
    exports,
    links,
    openapi,
    operator,
    pages,
    session_stream,
    sessions,
    uploads,
)
from playground.api.settings import Settings
from playground.classroom.classroom_registry import ClassroomRegistry
from playground.engine.contract import Engine, EngineProblem
from playground.engine.local import LocalEngine
from playground.session.preview.previews import Previews
from playground.session.refusal import Unsaved
from playground.session.registry import Registry
from playground.store.contract import Store
from playground.store.sql import SqlStore

log = structlog.get_logger()

TIDY_EVERY_S = 5.0
TICK_EVERY_S = 0.25


def create_app(
    settings: Settings, engine: Engine | None = None, store: Store | None = None
) -> ASGIApp:
    """The whole application. Trainers start in the background: /readyz tells when one is ready."""
    registry = Registry(
        engine or LocalEngine(settings.device, settings.trainers),
        store or SqlStore(settings.database_url),
        most=settings.max_sessions,
        max_waiting=settings.max_waiting,
        max_pace=settings.limits.steps_per_second or None,
        sleep_s=settings.sleep_s,
        park_s=settings.park_s,
        keep_days=settings.keep_days,
    )

    secret = secret_key()
    classrooms = ClassroomRegistry(registry, secret)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await registry.store.start()
        tasks = [
            asyncio.create_task(begin(registry)),
            asyncio.create_task(tidy(registry, classrooms)),
            asyncio.create_task(tick(classrooms, app.state.gate)),
        ]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await classrooms.stop()
        await registry.stop()
        await registry.store.stop()

    app = FastAPI(
        title="Neural Playground",
        version=__version__,
        lifespan=lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.registry = registry
    app.state.classrooms = classrooms
    app.state.settings = settings
    app.state.recent = logs.configure(as_json=settings.log_json)
    app.state.previews = Previews(registry)
    app.state.gate = Gate(settings.limits, registry)
    app.state.identities = identities = Identities(secret)
    problems.install(app)
    app.include_router(sessions.router)
    app.include_router(exports.router)
    app.include_router(links.router)
    app.include_router(session_stream.router)
    app.include_router(classes.router)
    app.include_router(classes.streams)
    app.include_router(uploads.router)
    app.include_router(operator.metrics_router)
    app.include_router(operator.router)
    app.include_router(operator.pages)
    openapi.install(app)
    pages.install(app)
    origins = settings.allowed_origins
    known = Identified(app, identities, settings.trusted_networks, origins)
    return Observed(Guard(known, origins, settings.frame_ancestors))


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
            except Unsaved:
                log.error("classes were not tidied: the store cannot be written")
            except Exception:
                # One session's or class's fault must not end parking and endings for all.
                log.exception("not tidied")


async def tick(classrooms: ClassroomRegistry, gate: Gate) -> None:
    with suppress(asyncio.CancelledError):
        while True:
            await asyncio.sleep(TICK_EVERY_S)
            try:
                classrooms.tick()
                gate.share_steps()
            except Exception:
                # One class's fault stops no other one's board.
                log.exception("tick")
