"""The web process: routes around the registry of sessions. It never imports torch."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI
from starlette.types import ASGIApp

from playground import __version__
from playground.api import docs, exports, pages, problems, routes, stream, uploads
from playground.api.guard import Guard
from playground.api.settings import Settings
from playground.engine.contract import Engine, EngineProblem
from playground.engine.local import LocalEngine
from playground.session.registry import Registry

TIDY_EVERY_S = 5.0


def create_app(settings: Settings, engine: Engine | None = None) -> ASGIApp:
    """The whole application. Trainers start in the background: /readyz tells when one is ready."""
    registry = Registry(
        engine or LocalEngine(settings.device, settings.trainers),
        most=settings.most_sessions,
        sleep_s=settings.sleep_s,
        end_s=settings.end_s,
    )

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(begin(registry)), asyncio.create_task(tidy(registry))]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await registry.stop()

    app = FastAPI(
        title="Neural Playground",
        version=__version__,
        lifespan=lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.registry = registry
    app.state.settings = settings
    problems.install(app)
    app.include_router(routes.router)
    app.include_router(exports.router)
    app.include_router(stream.router)
    app.include_router(uploads.router)
    docs.install(app)
    pages.install(app)
    return Guard(app, settings.allowed_origins)


async def begin(registry: Registry) -> None:
    try:
        await registry.start()
    except EngineProblem as problem:
        # Without a trainer there is nothing to serve: say why, and end as Ctrl-C would.
        print(problem, file=sys.stderr)
        os.kill(os.getpid(), signal.SIGTERM)


async def tidy(registry: Registry) -> None:
    with suppress(asyncio.CancelledError):
        while True:
            await asyncio.sleep(TIDY_EVERY_S)
            registry.tidy()
