"""A class without a server: its engine and its clock are in the test's hand."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from playground.classroom.class_commands import ClassCommands
from playground.classroom.classroom_registry import ClassroomRegistry, Joining
from playground.engine import contract
from playground.session.links import Link
from playground.session.registry import Registry
from playground.session.room import Viewer
from playground.session.session import Session
from playground.spec.presets import PRESETS
from playground.spec.project import Spec
from playground.wire import classroom as wire
from playground.wire.commands import (
    BeginChallenge,
)
from playground.wire.rights import Right
from playground.wire.stream import Pong
from support.desk import Desk, desk, status

SPEC = PRESETS["xor"]
T = TypeVar("T")


def run(awaitable: Awaitable[T]) -> T:
    async def inner() -> T:
        return await awaitable

    return asyncio.run(inner())


class Room:
    """An open class of a teacher's session."""

    def __init__(self, engine: Desk, registry: Registry, spec: Spec = SPEC) -> None:
        self.engine, self.registry = engine, registry
        self.classrooms = ClassroomRegistry(registry, b"key", clock=lambda: engine.now)
        self.session = registry.create(spec, play=False, pace=None)
        self.classroom, self.token = run(self.classrooms.open(self.session))

    @property
    def class_commands(self) -> ClassCommands:
        return run(self.classrooms.authorize_teacher(self.classroom.id, self.token))

    def with_code(self, code: str, nickname: str) -> Joining:
        return run(self.classrooms.join(run(self.classrooms.with_code(code)), nickname))

    def join(self, nickname: str) -> Joining:
        joining = self.with_code(self.classroom.code, nickname)
        self.engine.say(status(joining.session, "paused", step=0))
        return joining

    def execute(self, *commands: Any) -> None:
        for command in commands:
            run(self.class_commands.execute(command))

    def tick(self, seconds: float = 1.0) -> None:
        self.engine.now += seconds
        self.classrooms.tick()

    def asked(self, kind: type[Any], joining: Joining) -> list[Any]:
        runs = joining.session.run.id
        return [
            each for each in self.engine.requests if isinstance(each, kind) and each.run == runs
        ]

    def scored(self, joining: Joining, step: int, score: float | None, **more: Any) -> None:
        """What the trainer says at a step, and the status before it."""
        session, challenge = joining.session, self.classroom.challenge
        self.engine.say(status(session, step=step))
        plain = {"step": step, "revision": session.revision, "loss": 0.5, "score": score}
        plain |= {"mark": challenge.seed if challenge else 0}
        self.engine.say(contract.Scored(session.run.id, **(plain | more)))

    @property
    def entries(self) -> list[wire.Entry]:
        challenge = self.classroom.challenge_message()
        assert challenge is not None
        return list(challenge.entries)


@contextmanager
def opened(spec: Spec = SPEC, **limits: Any) -> Iterator[Room]:
    with desk(**limits) as (engine, registry):
        yield Room(engine, registry, spec)


def edit_link(joining: Joining) -> Link:
    """A link as the pupil has it."""
    return joining.session.links.opened_by(joining.session.links.issue(Right.EDIT), time.time())


def teachers_link(room: Room, joining: Joining) -> Link:
    return joining.session.links.opened_by(room.token, time.time())


def enter(session: Session, link: Link) -> Viewer:
    return session.enter(link.right, (), 30, link.id)


def heard(viewer: Viewer) -> list[Any]:
    """All messages that wait for the viewer, in order, as JSON."""
    viewer.outbox.tell(Pong())
    taken = [json.loads(each) for each in run(viewer.outbox.take()) if isinstance(each, str)]
    return [each for each in taken if each["type"] != "pong"]


def newest(viewer: Viewer) -> dict[str, Any]:
    """What the page last heard of its class."""
    return [each for each in heard(viewer) if each["type"] == "pupil"][-1]


def begin_challenge(room: Room, **fields: Any) -> None:
    room.execute(BeginChallenge.model_validate(fields))
