"""The operator's page: who runs the server sees what it does, and may step in."""

from __future__ import annotations

from dataclasses import asdict
from importlib import resources
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Response
from pydantic import Field

from playground import __version__
from playground.api import metrics
from playground.api.dependencies.authorization import declared
from playground.api.dependencies.json_body import JsonRoute
from playground.api.dependencies.operator import operating
from playground.api.dependencies.price import paid
from playground.api.dependencies.services import (
    ClassroomRegistryDependency,
    RegistryDependency,
    ServicesDependency,
    SettingsDependency,
)
from playground.api.settings import Settings
from playground.spec.base import Model

MAX_LISTED = 500
MAX_NAMED = 10
PAGE = resources.files("playground.api") / "operator_page"
FILES = {"page.html": "text/html", "page.js": "text/javascript", "page.css": "text/css"}

Id = Annotated[str, Field(max_length=64)]

pages = APIRouter(include_in_schema=False, dependencies=[Depends(paid)])
router = APIRouter(route_class=JsonRoute, include_in_schema=False, dependencies=[Depends(declared)])


class Park(Model):
    """Takes a session's place from it; who looks at it waits in the queue again."""

    type: Literal["park"] = "park"
    session: Id


class Close(Model):
    """Deletes a session, for good."""

    type: Literal["close"] = "close"
    session: Id


class EndClass(Model):
    type: Literal["end_class"] = "end_class"
    classroom: Id


class Admissions(Model):
    """Whether new sessions are admitted."""

    type: Literal["admissions"] = "admissions"
    paused: bool


Command = Annotated[Park | Close | EndClass | Admissions, Field(discriminator="type")]


@pages.get("/operator")
async def page(settings: SettingsDependency) -> Response:
    return file(settings, "page.html")


@pages.get("/operator/{name}")
async def page_file(name: str, settings: SettingsDependency) -> Response:
    return file(settings, name)


def file(settings: Settings, name: str) -> Response:
    if settings.operator_token is None or name not in FILES:
        raise HTTPException(404)
    body = (PAGE / name).read_bytes()
    return Response(body, media_type=FILES[name], headers={"Cache-Control": "no-cache"})


@router.get("/api/operator", dependencies=[Depends(operating)])
async def get_standing(services: ServicesDependency) -> dict[str, Any]:
    """Tell what there is just now; times are seconds since 1970."""
    sessions, classes = services.registry, services.classrooms
    now = await metrics.server_status(sessions, classes)
    listed = sorted(sessions.sessions.values(), key=lambda each: -each.made)[:MAX_LISTED]
    return {
        "version": __version__,
        "ready": sessions.ready,
        "places": sessions.admission.max_placed,
        "placed": sessions.admission.placed,
        "paused": sessions.admission.paused,
        **asdict(now),
        "list": [
            {
                "id": each.id,
                "name": each.spec.name,
                "state": metrics.state_of(sessions, each),
                "run": each.status.state,
                "place": each.status.place,
                "viewers": len(each.room.viewers),
                "step": each.status.step,
                "steps_per_second": each.status.steps_per_second,
                "device": each.status.device,
                "parameters": each.spec.parameter_count,
                "owner": each.owner,
                "classroom": each.classroom,
                "made": each.made,
            }
            for each in listed
        ],
        "classrooms": [
            {
                "id": each.id,
                "code": each.code,
                "pupils": len(each.pupils),
                "until": each.until,
                "door_closed": each.door_closed,
            }
            for each in classes.running
        ],
        "busiest": [
            {"owner": who, "sessions": n} for who, n in services.limiter.busiest(MAX_NAMED)
        ],
        "errors": services.recent_events.newest_first,
    }


@router.post("/api/operator/commands", status_code=202, dependencies=[Depends(operating)])
async def execute_command(
    command: Command, sessions: RegistryDependency, classes: ClassroomRegistryDependency
) -> dict[str, str]:
    match command:
        case Park():
            sessions.park(command.session)
        case Close():
            await sessions.delete(command.session)
        case EndClass():
            await classes.end(command.classroom)
        case Admissions():
            sessions.admission.paused = command.paused
    await sessions.flush()
    return {}
