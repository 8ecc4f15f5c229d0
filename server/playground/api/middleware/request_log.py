"""The outermost layer: a line and a count for each request and each stream."""

from __future__ import annotations

import time

import structlog
from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.api.caller import owner_of
from playground.api.logs import route_of

log = structlog.get_logger()

REQUESTS = Counter("playground_requests", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "playground_request_seconds",
    "Seconds until a request was answered",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
STREAMS = Counter("playground_streams", "Streams that ended", ["route", "code"])

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
ASKED_BY_MACHINES = frozenset({"/healthz", "/readyz", "/metrics"})
BROKEN = 1006
EVENTS = b"text/event-stream"


class RequestLogMiddleware:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match scope["type"]:
            case "http":
                await self._request(scope, receive, send)
            case "websocket":
                await self._stream(scope, receive, send)
            case _:
                await self._app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        began, status, goes_on = time.perf_counter(), 500, False

        async def sending(message: Message) -> None:
            nonlocal status, goes_on
            if message["type"] == "http.response.start":
                status = message["status"]
                goes_on = EVENTS in dict(message.get("headers", ())).get(b"content-type", b"")
                if goes_on:
                    log.info("stream_opened", route=route_of(scope), who=owner_of(scope))
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            took, route = time.perf_counter() - began, route_of(scope)
            method = scope["method"] if scope["method"] in METHODS else "other"
            REQUESTS.labels(method, route, status).inc()
            if goes_on:
                STREAMS.labels(route, status).inc()
            else:
                SECONDS.labels(route).observe(took)
            if route not in ASKED_BY_MACHINES:
                log.info(
                    "stream_closed" if goes_on else "request",
                    method=method,
                    route=route,
                    status=status,
                    ms=round(took * 1000, 1),
                    who=owner_of(scope),
                )

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        began, code = time.perf_counter(), BROKEN

        async def receiving() -> Message:
            nonlocal code
            message = await receive()
            if message["type"] == "websocket.disconnect" and code == BROKEN:
                code = message.get("code") or BROKEN
            return message

        async def sending(message: Message) -> None:
            nonlocal code
            if message["type"] == "websocket.close":
                code = message.get("code", 1000)
            await send(message)
            if message["type"] == "websocket.accept":
                log.info("stream_opened", route=route_of(scope), who=owner_of(scope))

        try:
            await self._app(scope, receiving, sending)
        finally:
            route = route_of(scope)
            STREAMS.labels(route, code).inc()
            log.info(
                "stream_closed",
                route=route,
                code=code,
                seconds=round(time.perf_counter() - began, 1),
                who=owner_of(scope),
            )
