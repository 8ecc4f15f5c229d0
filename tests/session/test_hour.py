"""What a session that is trained for an hour, and edited two hundred times, takes in the store."""

from __future__ import annotations

import asyncio

import pytest

from playground.engine import contract
from playground.engine.curves import next_point
from playground.session.commands import execute
from playground.session.session import Session
from playground.spec.edit import Operation
from playground.wire.commands import Undo
from support.desk import Desk, desk
from support.session_desk import SPEC

MB = 10**6
COLUMNS = 30
"""Of a network of six layers."""
EDITS = 200
A_SAVE = 500
"""Steps between two states that are told: 1,700 a second."""


def state(number: int, length: int) -> bytes:
    return number.to_bytes(8, "little") + bytes(length - 8)


def trained(engine: Desk, session: Session, step: int, length: int) -> None:
    """A state is told, and the points on the way to it, as a run tells them."""
    run, branch = session.run.id, session.branch
    points, point = list[float | None](), next_point(max(0, step - A_SAVE))
    while point <= step:
        points.append(float(point))
        point = next_point(point)
    columns: dict[str, list[float | None]] = {"step": [*points]}
    columns |= {f"column {number}": [*points] for number in range(COLUMNS)}
    engine.say(contract.Curves(run, None, columns, branch))
    engine.say(contract.Checkpoint(run, step, session.revision, state(step, length), branch=branch))


@pytest.mark.parametrize(
    ("length", "saves"),
    [
        # Each 0.3 s, as a run tells its states; of a large network fewer, so that the test is short.
        pytest.param(4_000, 12_000, id="300 parameters"),
        pytest.param(600_000, 1_200, id="50,000 parameters"),
    ],
)
def test_an_hour_and_two_hundred_edits_take_little(length: int, saves: int) -> None:
    with desk() as (engine, registry):
        session = registry.create(SPEC, play=False, pace=None)
        step, every = 0, saves // EDITS
        for number in range(1, saves + 1):
            step += A_SAVE
            trained(engine, session, step, length)
            if number % every:
                continue
            patch = [Operation(op="replace", path="/seed", value=number)]
            session.edit(patch, session.revision)
            if number % (4 * every) == 0:
                # A quarter is taken back: another branch, from where the edit was made.
                trained(engine, session, step + A_SAVE, length)
                undo = execute(session, Undo(revision=session.revision))
                assert undo is not None
                asyncio.run(undo)  # type: ignore[arg-type]
        (kept,) = asyncio.run(registry.store.kept([session.id]))
        assert len(session.history.tree.branches) > EDITS // 5
        print(f"{kept.bytes / MB:.1f} MB")
        assert kept.bytes <= 20 * MB
        assert session.history.tree.bytes <= session.history.tree.max_bytes
