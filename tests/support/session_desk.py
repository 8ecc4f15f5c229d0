"""Sessions of a small network in the test's hand: entered, edited, and heard."""

from __future__ import annotations

import asyncio
from typing import Any

from playground.session.room import Viewer
from playground.session.session import Session
from playground.spec.edit import Operation
from playground.spec.presets import PRESETS
from playground.wire.rights import Right
from playground.wire.stream import Pong, server_message

SPEC = PRESETS["xor"]


def enter(session: Session) -> Viewer:
    return session.enter(Right.EDIT, (), 30)


def edited(session: Session, units: int) -> None:
    session.edit(
        [_replace("/network/layers/0/units", units)],
        session.revision,
    )


def _replace(path: str, value: object) -> Any:
    return Operation(op="replace", path=path, value=value)


def told(viewer: Viewer) -> list[Any]:
    """The messages that wait for the viewer, taken out."""
    viewer.outbox.tell(Pong())
    taken = asyncio.run(viewer.outbox.take())
    heard = [server_message.validate_json(each) for each in taken if isinstance(each, str)]
    return [each for each in heard if not isinstance(each, Pong)]
