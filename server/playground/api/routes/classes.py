"""Classes: a teacher opens one from a session, pupils join it by its code."""

from __future__ import annotations

import time

from fastapi import APIRouter, Depends, Response

from playground.api.dependencies.authorization import TokenDependency, declared
from playground.api.dependencies.caller import CallerDependency
from playground.api.dependencies.grant import (
    AttendedClassDependency,
    RunningClassDependency,
    TaughtClassDependency,
    granted_to,
)
from playground.api.dependencies.json_body import JsonRoute
from playground.api.dependencies.request_id import RequestIdDependency
from playground.api.dependencies.services import (
    ClassroomRegistryDependency,
    LimiterDependency,
    RegistryDependency,
)
from playground.api.routes.sessions import made
from playground.classroom.classroom_registry import Joining
from playground.classroom.results import results
from playground.wire import classroom as wire
from playground.wire.commands import CLASS_COMMAND_OF, ClassCommand
from playground.wire.rights import Right, Role

router = APIRouter(route_class=JsonRoute, dependencies=[Depends(declared)])


async def opening_class(
    limiter: LimiterDependency, caller: CallerDependency, classes: ClassroomRegistryDependency
) -> None:
    """Count a class against its address, before the body is read. Raises a `Refused`."""
    limiter.open_class(caller, classes.running)


@router.post("/api/classes", status_code=201, dependencies=[Depends(opening_class)])
async def open_class(
    body: wire.OpenClass,
    sessions: RegistryDependency,
    classes: ClassroomRegistryDependency,
    token: TokenDependency,
    limiter: LimiterDependency,
    caller: CallerDependency,
) -> wire.ClassOpened:
    """Open a class from a session, by a token that may edit it. The class's token is told this once."""
    granted = await granted_to(caller, body.session, token, Right.EDIT, sessions, limiter)
    classroom, secret = await classes.open(granted.session, caller.owner, caller.keys)
    await sessions.flush()
    return wire.ClassOpened(
        id=classroom.id, code=classroom.code, token=secret, until=classroom.until
    )


@router.post("/api/classes/join", status_code=201)
async def join_class(
    body: wire.JoinClass,
    sessions: RegistryDependency,
    classes: ClassroomRegistryDependency,
    limiter: LimiterDependency,
    caller: CallerDependency,
    asked: RequestIdDependency,
) -> wire.Joined:
    """Make a session of one's own in the class with this code, and the tokens to both.

    Who hears no answer may send the same again with the same `Idempotency-Key`, and has one seat.
    """
    async with limiter.guess(caller):
        commands = await classes.with_code(body.code)
    fingerprint = asked.by("join")
    async with sessions.answered.once(commands.classroom.id, fingerprint) as turn:
        with commands.classroom.at_the_door():
            limiter.join(caller)
            if turn.answer is None:
                joining = await classes.join(commands, body.nickname, asks=body.asks)
            else:
                joining = await classes.join_again(commands, turn.answer)
        turn.answer = joining.pupil.id
        answer = seated(joining)
    await sessions.flush()
    return answer


@router.post("/api/classes/seat", status_code=201)
async def take_seat(
    body: wire.TakeSeat,
    sessions: RegistryDependency,
    classes: ClassroomRegistryDependency,
    limiter: LimiterDependency,
    caller: CallerDependency,
) -> wire.Joined:
    """Go on in the seat with this code from another device; the one before is sent away."""
    async with limiter.guess(caller):
        commands = await classes.with_code(body.code)
        limiter.join(caller)
        answer = seated(await classes.take_seat(commands, body.seat))
    await sessions.flush()
    return answer


def seated(joining: Joining) -> wire.Joined:
    """Tell a pupil their tokens, this once, and remember the link by which they come in."""
    told = made(joining.session)
    link = joining.session.links.opened_by(told.links.edit, time.time())
    joining.pupil.link = link.id
    joining.classroom.save(joining.pupil)
    return wire.Joined(
        classroom=joining.classroom.id,
        pupil=joining.pupil.id,
        nickname=joining.pupil.nickname,
        token=joining.token,
        made=told,
    )


@router.get("/api/classes/{id}")
async def get_class(granted: RunningClassDependency) -> wire.ClassMessage:
    return granted.classroom.message()


@router.post("/api/classes/{id}/commands", status_code=202)
async def command_class(
    command: ClassCommand,
    granted: RunningClassDependency,
    sessions: RegistryDependency,
    limiter: LimiterDependency,
    caller: CallerDependency,
    asked: RequestIdDependency,
) -> dict[str, str]:
    """Take effect on the streams of the class and of its pupils' sessions.

    What is sent again with the same `Idempotency-Key` is carried out once, as a session's commands are.
    """
    row = CLASS_COMMAND_OF[type(command)]
    limiter.charge_command(caller, row.name)
    id = granted.classroom.id
    async with sessions.answered.once(id, asked.by(Role.TEACHER.name)) as turn:
        if turn.answer is None:
            if row.gives_work:
                limiter.push(caller)
            await granted.execute(command)
            turn.answer = ""
    await sessions.flush()
    return {}


@router.post("/api/classes/{id}/hand", status_code=202)
async def raise_hand(
    body: wire.Hand, granted: AttendedClassDependency, sessions: RegistryDependency
) -> dict[str, str]:
    classroom, pupil = granted
    pupil.hand = (pupil.hand or time.time()) if body.raised else None
    classroom.save(pupil)
    classroom.tell(pupil)
    await sessions.flush()
    return {}


@router.get("/api/classes/{id}/results.csv", response_class=Response)
async def get_results(granted: TaughtClassDependency) -> Response:
    """Give a row a pupil, with a byte order mark: spreadsheets take it for UTF-8 by that."""
    name = f"class-{granted.classroom.code}.csv"
    return Response(
        results(granted.classroom).encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
