"""The commands of a session's users, each carried out by the function of its name."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from playground.engine import contract
from playground.session import travel
from playground.session.session import Session
from playground.session.travel import Check
from playground.spec.base import Model
from playground.wire.commands import (
    SESSION_COMMANDS,
    Continue,
    FreshWeights,
    Look,
    Now,
    Pace,
    Pause,
    Play,
    Reset,
    Seek,
    SetParameter,
    Step,
    SwapWeights,
    Undo,
)


def execute(
    session: Session,
    command: Model,
    *,
    check: Check = lambda _: None,
    author: str = "",
) -> Awaitable[int | None] | None:
    """Carry out a command that whoever gave it may give; what goes back in time is to be awaited.

    That gives the step from which the run goes on, if it does.

    `check` refuses a spec of the past that may not come into force again.
    """
    handler = HANDLERS[type(command)]
    if type(command) in TRAVELS:
        done: Awaitable[int | None] = handler(session, command, check, author)
        return done
    handler(session, command)
    return None


def play(session: Session, _: Play) -> None:
    session.run.forgive()
    # Whoever is not held may play while the others are.
    session.run.is_held = False
    if session.reopen_failed(playing=True):
        return
    session.run.desire(playing=True)
    session.run.play()


def pause(session: Session, _: Pause) -> None:
    session.run.desire(playing=False)
    session.run.pause()


def step(session: Session, command: Step) -> None:
    session.run.is_held = False
    session.run.desire(playing=False)
    session.run.forgive()
    session.reopen_failed(playing=False)
    session.run.send(
        contract.Step(session.run.id, count=command.count, epochs=command.unit == "epoch")
    )


def reset(session: Session, command: Reset) -> None:
    spec = session.spec
    if command.new_seed:
        spec = spec.model_copy(update={"seed": secrets.randbelow(99_999) + 1})
    session.begin_with(spec)


async def seek(session: Session, command: Seek, check: Check, author: str) -> None:
    session.look.end()
    await travel.seek(session, command.step, check, author)


async def undo(session: Session, command: Undo, check: Check, author: str) -> int:
    session.look.end()
    since = command.revision if command.since is None else command.since
    return await travel.undo(session, command.revision, since, check, author)


async def look(session: Session, command: Look, _: Check, __: str) -> None:
    kept, at = travel.place(session, command.branch, command.step)
    await session.look.begin(kept, at, command.branch, session.run.max_pace)


def now(session: Session, _: Now) -> None:
    session.look.end()


async def continue_(session: Session, command: Continue, check: Check, author: str) -> int:
    step = await travel.go_on(session, command.branch, command.step, check, author)
    session.look.end()
    return step


def pace(session: Session, command: Pace) -> None:
    session.run.set_pace(command.steps_per_second)
    session.save()


def set_parameter(session: Session, command: SetParameter) -> None:
    session.run.send(
        contract.SetParameter(
            session.run.id,
            layer=command.layer,
            unit=command.unit,
            input=command.input,
            value=command.value,
        )
    )


def fresh_weights(session: Session, command: FreshWeights) -> None:
    session.run.send(
        contract.FreshWeights(
            session.run.id,
            layers=list(command.layers),
            mark=command.mark,
            seed=secrets.randbelow(2**31),
        )
    )


def swap_weights(session: Session, command: SwapWeights) -> None:
    session.run.send(contract.SwapWeights(session.run.id, mark=command.mark))


TRAVELS = frozenset({Seek, Undo, Look, Continue})
"""Those that read what is kept of the past."""

HANDLERS: dict[type[Model], Callable[..., Any]] = {
    row.message: globals()[row.function] for row in SESSION_COMMANDS if not row.makes_session
}
