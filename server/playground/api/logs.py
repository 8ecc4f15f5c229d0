"""The log and its format. Tokens, cookies, queries and whole paths are never logged."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import MutableMapping
from typing import Any

import structlog
from starlette.types import Scope
from structlog.typing import Processor

from playground.api.log_rate import EventsRate, LinesRate

MAX_RECENT = 50
MAX_SHOWN = 300
NO_ROUTE = "none"
"""A file of the page, or nothing at all."""

Event = MutableMapping[str, Any]


def bound_rate(*names: str) -> None:
    """Bound what these loggers of libraries write."""
    for name in names:
        logging.getLogger(name).addFilter(LinesRate())


class RecentEvents:
    """Keeps the newest warnings and errors, for the operator's page."""

    def __init__(self) -> None:
        self._kept: deque[dict[str, str]] = deque(maxlen=MAX_RECENT)

    def __call__(self, logger: Any, method: str, event: Event) -> Event:
        if method in ("warning", "error", "critical", "exception"):
            shown = {name: str(value)[-MAX_SHOWN:] for name, value in event.items()}
            if "exception" in shown:
                shown["exception"] = shown["exception"].strip().rpartition("\n")[2]
            self._kept.append(shown)
        return event

    @property
    def newest_first(self) -> list[dict[str, str]]:
        return list(self._kept)[::-1]


def configure(*, as_json: bool) -> tuple[RecentEvents, EventsRate]:
    """Lines of JSON, a request each, or else warnings and errors only, for who sits before it."""
    recent, rate = RecentEvents(), EventsRate()
    # structlog's own default prints every local variable, which took 10 s of the event loop for
    # one error in a route, and tokens are among them.
    shared: tuple[Processor, ...] = (
        rate,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        recent,
    )
    renderer: Processor = (
        structlog.processors.JSONRenderer() if as_json else structlog.processors.LogfmtRenderer()
    )
    level = logging.INFO if as_json else logging.WARNING
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )
    return recent, rate


def uvicorn_config() -> dict[str, Any]:
    """For what uvicorn itself has to say, in lines of JSON."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processor": structlog.processors.JSONRenderer(),
                "foreign_pre_chain": [
                    structlog.processors.add_log_level,
                    structlog.processors.TimeStamper(fmt="iso"),
                    structlog.processors.format_exc_info,
                ],
            }
        },
        "handlers": {
            "out": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "stream": "ext://sys.stdout",
            }
        },
        "loggers": {"uvicorn": {"handlers": ["out"], "level": "WARNING", "propagate": False}},
    }


def route_of(scope: Scope) -> str:
    """Return the route's template: a path may name what only some should know."""
    route: Any = scope.get("route")
    return str(getattr(route, "path", NO_ROUTE))
