"""The operator's page: who runs the server sees what it does, and may step in. By a token only."""

from __future__ import annotations

import hmac
from dataclasses import asdict
from importlib import resources
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import Field

from playground import __version__
from playground.api import metrics
from playground.api.caller import Asking
from playground.api.dependencies.authorization import Declared, Held, Role, Token, declared
from playground.api.dependencies.json_body import JsonRoute
from playground.api.gate import Gated
from playground.api.logs import Recent
from playground.api.routes.classes import ClassroomRegistryDependency
from playground.api.settings import Settings
from playground.session.links import digest
from playground.session.refusal import Forbidden, NoOperatorToken
from playground.spec.base import Model

MAX_LISTED = 500
MAX_NAMED = 10
PAGE = resources.files("playground.api") / "operator_page"
FILES = {"page.html": "text/html", "page.js": "text/javascript", "page.css": "text/css"}

Id = Annotated[str, Field(max_length=64)]

pages = APIRouter(include_in_schema=False)
metrics_router = APIRouter(dependencies=[Depends(declared)])
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
    """Whether sessions may be made."""

    type: Literal["admissions"] = "admissions"
    paused: bool


Command = Annotated[Park | Close | EndClass | Admissions, Field(discriminator="type")]


def check(settings: Settings, token: str | None) -> None:
    """Raises 404 where there is no operator, and `NoOperatorToken`."""
    if settings.operator_token is None:
        raise HTTPException(404)
    if not hmac.compare_digest(digest(settings.operator_token), digest(token or "")):
        raise NoOperatorToken


async def operating(request: Request, needed: Declared, token: Token) -> None:
    if needed is not Role.OPERATOR:
        raise Forbidden
    check(request.app.state.settings, token)


@metrics_router.get("/metrics")
async def get_metrics(
    request: Request,
    sessions: Held,
    classes: ClassroomRegistryDependency,
    caller: Asking,
    token: Token,
) -> Response:
    """For Prometheus. Other machines than the server's own need the operator's token."""
    if caller.address is not None:
        check(request.app.state.settings, token)
    metrics.gauge(await metrics.standing(sessions, classes))
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


@pages.get("/operator")
async def page(request: Request) -> Response:
    return file(request, "page.html")


@pages.get("/operator/{name}")
async def page_file(name: str, request: Request) -> Response:
    return file(request, name)


def file(request: Request, name: str) -> Response:
    settings: Settings = request.app.state.settings
    if settings.operator_token is None or name not in FILES:
        raise HTTPException(404)
    body = (PAGE / name).read_bytes()
    return Response(body, media_type=FILES[name], headers={"Cache-Control": "no-cache"})


@router.get("/api/operator", dependencies=[Depends(operating)])
async def get_standing(
    request: Request, sessions: Held, classes: ClassroomRegistryDependency, gate: Gated
) -> dict[str, Any]:
    """What there is just now; times are seconds since 1970."""
    now = await metrics.standing(sessions, classes)
    recent: Recent = request.app.state.recent
    listed = sorted(sessions.sessions.values(), key=lambda each: -each.made)[:MAX_LISTED]
    return {
        "version": __version__,
        "ready": sessions.ready,
        "places": sessions.admission.most,
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
        "busiest": [{"owner": who, "sessions": n} for who, n in gate.busiest(MAX_NAMED)],
        "errors": recent.events,
    }


@router.post("/api/operator/commands", status_code=202, dependencies=[Depends(operating)])
async def command(
    wish: Command, sessions: Held, classes: ClassroomRegistryDependency
) -> dict[str, str]:
    match wish:
        case Park():
            sessions.park(wish.session)
        case Close():
            await sessions.delete(wish.session)
        case EndClass():
            await classes.end(wish.classroom)
        case Admissions():
            sessions.admission.paused = wish.paused
    await sessions.kept()
    return {}
