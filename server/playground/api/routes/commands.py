"""Commands to a session: play, pause, seek, fork and the rest."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends

from playground.api.dependencies.authorization import declared
from playground.api.dependencies.caller import CallerDependency
from playground.api.dependencies.grant import GrantDependency
from playground.api.dependencies.json_body import JsonRoute
from playground.api.dependencies.services import LimiterDependency, RegistryDependency
from playground.api.routes.sessions import made
from playground.classroom.areas import areas_of
from playground.session.commands import execute
from playground.session.kept import estimate
from playground.session.refusals import Refusal, Refused
from playground.wire.commands import SESSION_COMMAND_OF, Fork, SessionCommand

router = APIRouter(route_class=JsonRoute, dependencies=[Depends(declared)])


@router.post("/api/sessions/{id}/commands", status_code=202)
async def send_command(
    command: SessionCommand,
    granted: GrantDependency,
    sessions: RegistryDependency,
    limiter: LimiterDependency,
    caller: CallerDependency,
) -> dict[str, Any]:
    """Fork answers with the new session; any other command takes effect on the stream."""
    session = granted.session
    row = SESSION_COMMAND_OF[type(command)]
    if granted.right < row.needs:
        raise Refused(Refusal.FORBIDDEN)
    limiter.edit(caller)
    limiter.charge_command(caller, row.name)
    session.membership.allow(granted.link, areas_of(command))
    if row.sets_weights:
        session.membership.allow_weights(granted.link)
    if isinstance(command, Fork):
        fork = sessions.fork(
            session, limiter.begin(caller, session.spec, estimate(session.history))
        )
        answer = made(fork).model_dump(mode="json")
    else:
        execute(session, command)
        answer = {}
    await sessions.flush()
    return answer
