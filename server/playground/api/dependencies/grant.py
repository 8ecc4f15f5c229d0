"""Authorization by token: a session, a class to its teacher, a class to a pupil."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from playground.api.caller import Caller
from playground.api.dependencies.authorization import DeclaredDependency, TokenDependency
from playground.api.dependencies.caller import CallerDependency
from playground.api.dependencies.services import (
    ClassroomRegistryDependency,
    LimiterDependency,
    RegistryDependency,
)
from playground.api.limiter.limiter import Limiter
from playground.classroom.class_commands import ClassCommands
from playground.classroom.classroom import Classroom
from playground.classroom.pupil import Pupil
from playground.session.refusals import Refusal, Refused
from playground.session.registry import Grant, Registry
from playground.wire.rights import Right, Role


async def authorize(
    id: str,
    sessions: RegistryDependency,
    needed: DeclaredDependency,
    token: TokenDependency,
    limiter: LimiterDependency,
    caller: CallerDependency,
) -> Grant:
    """Return the session and what the token allows there.

    Raises what `Registry.authorize` and `Limiter.wake` raise.
    """
    if not isinstance(needed, Right):
        raise Refused(Refusal.FORBIDDEN)
    return await granted_to(caller, id, token, needed, sessions, limiter)


async def granted_to(
    caller: Caller,
    id: str,
    token: str | None,
    needed: Right,
    sessions: Registry,
    limiter: Limiter,
) -> Grant:
    """Return what a token grants; a session that is woken for it counts for the caller's address.

    Raises what `Registry.authorize` and `Limiter.wake` raise.
    """
    parked = False

    def waking() -> None:
        nonlocal parked
        parked = limiter.wake(caller, id)

    granted = await sessions.authorize(id, token, needed, waking=waking)
    if parked:
        limiter.woke(caller, granted.session)
    return granted


async def authorize_teacher(
    id: str,
    classes: ClassroomRegistryDependency,
    needed: DeclaredDependency,
    token: TokenDependency,
) -> ClassCommands:
    """Return the class to its teacher, also when it is over. Raises what `ClassroomRegistry.authorize_teacher` does."""
    if needed is not Role.TEACHER:
        raise Refused(Refusal.FORBIDDEN)
    return await classes.authorize_teacher(id, token, over=True)


async def running(granted: Annotated[ClassCommands, Depends(authorize_teacher)]) -> ClassCommands:
    """Return the class to its teacher while it runs. Raises `CLASS_OVER`."""
    if granted.classroom.over:
        raise Refused(Refusal.CLASS_OVER)
    return granted


async def authorize_pupil(
    id: str,
    classes: ClassroomRegistryDependency,
    needed: DeclaredDependency,
    token: TokenDependency,
) -> tuple[Classroom, Pupil]:
    """Return the class and the pupil. Raises what `ClassroomRegistry.authorize_pupil` does."""
    if needed is not Role.PUPIL:
        raise Refused(Refusal.FORBIDDEN)
    return await classes.authorize_pupil(id, token)


GrantDependency = Annotated[Grant, Depends(authorize)]
TaughtClassDependency = Annotated[ClassCommands, Depends(authorize_teacher)]
RunningClassDependency = Annotated[ClassCommands, Depends(running)]
AttendedClassDependency = Annotated[tuple[Classroom, Pupil], Depends(authorize_pupil)]
