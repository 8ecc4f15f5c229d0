"""The web process: routes around the registry of sessions. It never imports torch."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.types import ASGIApp

from playground import __version__
from playground.api import head_parser, logs, problems
from playground.api.background import lifespan
from playground.api.event_stream import EventStreams
from playground.api.identity import Identities, secret_key
from playground.api.limiter.limiter import Limiter
from playground.api.middleware.body_size import BodySizeMiddleware
from playground.api.middleware.header_size import HeaderSizeMiddleware
from playground.api.middleware.identity import IdentityMiddleware
from playground.api.middleware.origin import OriginMiddleware
from playground.api.middleware.request_log import RequestLogMiddleware
from playground.api.middleware.security_headers import SecurityHeadersMiddleware
from playground.api.middleware.startup import StartupMiddleware
from playground.api.readiness import Readiness
from playground.api.routes import ROUTERS, pages
from playground.api.services import Services
from playground.api.settings import Settings
from playground.api.uploading.uploads import Uploads
from playground.classroom.classroom_registry import ClassroomRegistry
from playground.engine.contract import Engine
from playground.engine.local import LocalEngine
from playground.session.preview.previews import Previews
from playground.session.registry import Registry
from playground.store.contract import Store
from playground.store.sql import SqlStore


def create_app(
    settings: Settings, engine: Engine | None = None, store: Store | None = None
) -> ASGIApp:
    """Make the whole application. Trainers start in the background: /readyz tells when one is ready."""
    return app_of(make_services(settings, engine, store))


def app_of(services: Services) -> ASGIApp:
    """Make the application around its services."""
    head_parser.mend()
    app = FastAPI(
        title="Neural Playground",
        version=__version__,
        lifespan=lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.services = services
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router)
    pages.install_files(app)
    return within_layers(app, services)


def make_services(
    settings: Settings, engine: Engine | None = None, store: Store | None = None
) -> Services:
    """Make what the routes use. This is the only place that names engines and stores."""
    registry = Registry(
        engine
        or LocalEngine(settings.device, settings.trainers, slow_trainers=settings.slow_trainers),
        store or SqlStore(settings.database_url),
        max_awake=settings.max_sessions,
        max_waiting=settings.max_waiting,
        class_share=settings.class_share / 100,
        max_pace=settings.limits.steps_per_second or None,
        sleep_s=settings.sleep_s,
        park_s=settings.park_s,
        keep_days=settings.keep_days,
    )
    secret = secret_key()
    limiter = Limiter(settings.limits, registry, settings.max_kept_bytes)
    recent_events, log_rate = logs.configure(as_json=settings.log_json)
    return Services(
        settings=settings,
        registry=registry,
        classrooms=ClassroomRegistry(registry, secret, budget=limiter.class_budget),
        limiter=limiter,
        identities=Identities(secret),
        previews=Previews(registry),
        readiness=Readiness(registry),
        recent_events=recent_events,
        log_rate=log_rate,
        uploads=Uploads(settings, registry),
        event_streams=EventStreams(),
    )


def within_layers(app: ASGIApp, services: Services) -> ASGIApp:
    """Put the layers around the routes, the innermost first."""
    settings = services.settings
    origins = settings.allowed_origins
    app = BodySizeMiddleware(app)
    app = IdentityMiddleware(
        app, services.identities, settings.trusted_networks, origins, opened=settings.opened
    )
    app = OriginMiddleware(app, origins)
    app = HeaderSizeMiddleware(app)
    # These two look at the answers alone, and are there for the refusals as well.
    app = SecurityHeadersMiddleware(app, settings.frame_ancestors)
    return StartupMiddleware(RequestLogMiddleware(app))
