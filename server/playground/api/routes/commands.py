"""Commands to a session: play, pause, seek, fork and the rest."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends

from playground.api.caller import Caller
from playground.api.dependencies.author import AuthorDependency
from playground.api.dependencies.authorization import declared
from playground.api.dependencies.caller import CallerDependency
from playground.api.dependencies.grant import GrantDependency
from playground.api.dependencies.json_body import JsonRoute
from playground.api.dependencies.request_id import RequestIdDependency
from playground.api.dependencies.services import LimiterDependency, RegistryDependency
from playground.api.limiter.limiter import Limiter
from playground.api.routes.sessions import made
from playground.classroom.areas import areas_of, changed_areas
from playground.session.commands import execute
from playground.session.kept import estimate_of_copy
from playground.session.refusals import Refusal, Refused
from playground.session.registry import Registry
from playground.session.session import Session
from playground.spec.project import Spec
from playground.wire.commands import (
    SESSION_COMMAND_OF,
    Continue,
    Fork,
    Reset,
    SessionCommand,
    Undo,
)
from playground.wire.sessions import LayerShapeMessage, Revised

MADE = "revision "
REVISING = (Undo, Reset, Continue)
"""What makes a revision without a patch."""

router = APIRouter(route_class=JsonRoute, dependencies=[Depends(declared)])


@router.post("/api/sessions/{id}/commands", status_code=202)
async def send_command(
    command: SessionCommand,
    granted: GrantDependency,
    sessions: RegistryDependency,
    limiter: LimiterDependency,
    caller: CallerDependency,
    author: AuthorDependency,
    asked: RequestIdDependency,
) -> dict[str, Any]:
    """Fork answers with the new session, and what makes a revision with that; any other takes effect on the stream.

    Whoever hears no answer may send the same again with the same `Idempotency-Key`: within an hour, and
    while this server runs, it is carried out once.
    """
    session = granted.session
    row = SESSION_COMMAND_OF[type(command)]
    if granted.right < row.needs:
        raise Refused(Refusal.FORBIDDEN)
    limiter.edit(caller)
    async with sessions.answered.once(session.id, asked.by(granted.link)) as turn:
        if turn.answer is None:
            # Before anything else: what is locked costs nobody anything.
            session.membership.allow(granted.link, areas_of(command))
            if row.sets_weights:
                session.membership.allow_weights(granted.link)
            limiter.charge_command(caller, row.name)
            if isinstance(command, Fork):
                turn.answer = fork_of(session, sessions, limiter, caller)
            else:
                turn.answer = ""

                def check(spec: Spec) -> None:
                    session.membership.allow(granted.link, changed_areas(session.spec, spec))
                    limiter.change(session, spec)

                left = session.branch
                travel = execute(session, command, check=check, author=author)
                step = None if travel is None else await travel
                if isinstance(command, REVISING):
                    turn.answer = made_by(session, step or 0, left)
    if turn.answer.startswith(MADE):
        await sessions.flush()
        return revised(session, turn.answer)
    # By its id: what is remembered has no tokens in it.
    fork = await sessions.find(turn.answer) if turn.answer else None
    answer = {} if fork is None else made(fork).model_dump(mode="json")
    await sessions.flush()
    return answer


def made_by(session: Session, step: int, left: str) -> str:
    """Return what is remembered of a command that made the newest revision, and left a branch."""
    tree = session.history.tree
    kept = left in tree.branches and tree.last_step(left) > tree.branches[left].first_step
    return f"{MADE}{session.revision} {step} {int(kept and left != session.branch)}"


def revised(session: Session, made: str) -> dict[str, Any]:
    """Return the answer to a command that made a revision."""
    revision, step, kept = map(int, made.removeprefix(MADE).split())
    spec = session.history.spec_at(revision) or session.spec
    answer = Revised(
        revision=revision,
        spec=spec,
        shapes=LayerShapeMessage.all_of(spec),
        # Of what is no longer in force the stream tells no more either.
        cautions=session.cautions if revision == session.revision else (),
        step=step,
        kept=bool(kept),
    )
    return answer.model_dump(mode="json")


def fork_of(session: Session, sessions: Registry, limiter: Limiter, caller: Caller) -> str:
    """Return the id of the new session. Raises as `Limiter.begin`."""
    origin = limiter.begin(caller, session.spec, estimate_of_copy(session.history))
    return sessions.fork(session, origin).id
