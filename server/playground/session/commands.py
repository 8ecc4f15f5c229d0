"""The commands of a session's users, each carried out by the function of its name."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from playground.engine import contract
from playground.session.refusals import Refusal, Refused
from playground.session.session import Session
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


def execute(session: Session, command: Model) -> None:
    """Carry out a command that whoever gave it may give."""
    HANDLERS[type(command)](session, command)


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


def seek(session: Session, command: Seek) -> None:
    session.run.desire(playing=False)
    session.reopen_failed(playing=False)
    session.run.send(contract.Seek(session.run.id, step=command.step))


def undo(session: Session, command: Undo) -> None:
    if command.revision != session.revision:
        raise Refused(Refusal.NOT_NEWEST)
    raise Refused(Refusal.STATE_NOT_KEPT)


def look(session: Session, command: Look) -> None:
    _check_place(session, command.branch, command.step)


def now(session: Session, _: Now) -> None:
    """Show the present, which nobody has left."""


def continue_(session: Session, command: Continue) -> None:
    _check_place(session, command.branch, command.step)
    session.run.send(contract.Seek(session.run.id, step=command.step))
    if session.run.desired.playing:
        session.run.play()


def _check_place(session: Session, branch: str, step: int) -> None:
    status = session.status
    if branch != status.branch:
        raise Refused(Refusal.NO_SUCH_BRANCH)
    if step > status.last_step:
        raise Refused(Refusal.NO_SUCH_STEP, step=step, first=0, last=status.last_step)


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


HANDLERS: dict[type[Model], Callable[[Session, Any], None]] = {
    row.message: globals()[row.function] for row in SESSION_COMMANDS if not row.makes_session
}
