"""What a token opens: of a session, of a class to its teacher, of a class to a pupil."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from playground.api.dependencies.authorization import DeclaredDependency, TokenDependency
from playground.api.dependencies.caller import CallerDependency
from playground.api.dependencies.services import (
    ClassroomRegistryDependency,
    LimiterDependency,
    RegistryDependency,
)
from playground.classroom.class_commands import ClassCommands
from playground.classroom.classroom import Classroom
from playground.classroom.pupil import Pupil
from playground.session.refusals import Refusal, Refused
from playground.session.registry import Grant
from playground.wire.rights import Right, Role


async def authorised(
    id: str,
    sessions: RegistryDependency,
    needed: DeclaredDependency,
    token: TokenDependency,
    limiter: LimiterDependency,
    caller: CallerDependency,
) -> Grant:
    """Give the session and the right to it. Raises as `Registry.authorised` and `Limiter.wake`."""
    if not isinstance(needed, Right):
        raise Refused(Refusal.FORBIDDEN)
    parked = limiter.wake(caller, id)
    granted = await sessions.authorised(id, token, needed)
    if parked:
        limiter.woke(caller, id)
    return granted


async def taught(
    id: str,
    classes: ClassroomRegistryDependency,
    needed: DeclaredDependency,
    token: TokenDependency,
) -> ClassCommands:
    """Give the class to its teacher, also when it is over. Raises as `ClassroomRegistry.taught`."""
    if needed is not Role.TEACHER:
        raise Refused(Refusal.FORBIDDEN)
    return await classes.taught(id, token, over=True)


async def running(granted: Annotated[ClassCommands, Depends(taught)]) -> ClassCommands:
    """Give the class to its teacher while it runs. Raises `CLASS_OVER`."""
    if granted.classroom.over:
        raise Refused(Refusal.CLASS_OVER)
    return granted


async def attended(
    id: str,
    classes: ClassroomRegistryDependency,
    needed: DeclaredDependency,
    token: TokenDependency,
) -> tuple[Classroom, Pupil]:
    """Give the class and the pupil of a token. Raises as `ClassroomRegistry.attended`."""
    if needed is not Role.PUPIL:
        raise Refused(Refusal.FORBIDDEN)
    return await classes.attended(id, token)


GrantDependency = Annotated[Grant, Depends(authorised)]
TaughtClassDependency = Annotated[ClassCommands, Depends(taught)]
RunningClassDependency = Annotated[ClassCommands, Depends(running)]
AttendedClassDependency = Annotated[tuple[Classroom, Pupil], Depends(attended)]
