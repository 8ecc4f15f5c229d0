"""The services of one server: made once by `create_app`, found by every route and stream."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from playground.api.event_stream import EventStreams
from playground.api.identity import Identities
from playground.api.limiter.limiter import Limiter
from playground.api.log_rate import EventsRate
from playground.api.logs import RecentEvents
from playground.api.readiness import Readiness
from playground.api.settings import Settings
from playground.api.uploading.uploads import Uploads
from playground.classroom.classroom_registry import ClassroomRegistry
from playground.session.preview.previews import Previews
from playground.session.registry import Registry


@dataclass(frozen=True, slots=True)
class Services:
    settings: Settings
    registry: Registry
    classrooms: ClassroomRegistry
    limiter: Limiter
    identities: Identities
    previews: Previews
    readiness: Readiness
    recent_events: RecentEvents
    log_rate: EventsRate
    uploads: Uploads
    event_streams: EventStreams


def services_of(connection: HTTPConnection) -> Services:
    """Return the services of the server that this request or WebSocket came to."""
    found: Services = connection.app.state.services
    return found
