"""The tables of commands: each row has its right, and a function of its name that carries it out."""

from __future__ import annotations

import inspect

import pytest

from playground.api.rights import ROUTES
from playground.classroom.class_commands import ClassCommands
from playground.session.commands import HANDLERS
from playground.session.registry import Registry
from playground.wire.commands import (
    CLASS_COMMAND_OF,
    CLASS_COMMANDS,
    SESSION_COMMAND_OF,
    SESSION_COMMANDS,
    Command,
)
from playground.wire.rights import Right, Role
from playground.wire.schema import SENT


def test_no_name_is_taken_twice() -> None:
    for table in (SESSION_COMMANDS, CLASS_COMMANDS):
        assert len({row.name for row in table}) == len(table)
    assert SESSION_COMMAND_OF.keys() | CLASS_COMMAND_OF.keys() <= set(SENT)


@pytest.mark.parametrize("row", SESSION_COMMANDS, ids=lambda row: row.name)
def test_a_session_carries_out_every_command(row: Command) -> None:
    assert isinstance(row.needs, Right)
    if row.makes_session:
        assert row.message not in HANDLERS
        assert inspect.isfunction(getattr(Registry, row.name))
        return
    handler = HANDLERS[row.message]
    assert (handler.__name__, handler.__module__) == (row.function, "playground.session.commands")
    hints = inspect.get_annotations(handler, eval_str=True)
    assert row.message in hints.values()


@pytest.mark.parametrize("row", CLASS_COMMANDS, ids=lambda row: row.name)
def test_a_class_carries_out_every_command(row: Command) -> None:
    assert row.needs is ROUTES["POST", "/api/classes/{id}/commands"] is Role.TEACHER
    handler = getattr(ClassCommands, row.name)
    assert inspect.iscoroutinefunction(handler)
    assert inspect.get_annotations(handler, eval_str=True)["command"] is row.message
