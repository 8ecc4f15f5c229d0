"""The rows of a session's past: branches, kept states and curves that no server could use, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from playground.doctor.fault import Fault, key_of, sound
from playground.doctor.raw_rows import raw, typed
from playground.session.history import FIRST, PIECE, Columns, History
from playground.session.persistence import spec_of
from playground.spec.base import SpecProblem
from playground.spec.layout import buffer_places, length, parameter_places
from playground.spec.project import Spec
from playground.store.rows import BranchRow, CheckpointRow, CurvesRow, StateRow

LOST = "learned states that cannot be loaded (those sessions go on from an earlier one)"


def look(
    connection: sa.Connection,
    id: str,
    past: History,
    kept: dict[int, dict[str, Any]],
    branches: Sequence[BranchRow],
) -> Iterator[Fault]:
    """Give the faults of what is kept of the past. `past` and `kept` have the specs that are known."""
    names = {row.id for row in branches} or {FIRST}
    yield from _states(connection, id, past, kept, names)
    yield from _curves(connection, id, names)


def _states(
    connection: sa.Connection,
    id: str,
    past: History,
    kept: dict[int, dict[str, Any]],
    names: set[str],
) -> Iterator[Fault]:
    """Hold each state against the specs that name it: where it fits none, what names it goes with it."""
    rows, faults = sound(connection, CheckpointRow, id, LOST)
    yield from faults
    named: dict[int, list[CheckpointRow]] = {}
    for row in rows:
        named.setdefault(row.state, []).append(row)
    specs: dict[int, Spec | None] = {}
    for values in raw(connection, StateRow, '"session" = :id', id=id):
        state = typed(StateRow, values)
        fits = False
        for row in named.pop(state.number, []) if state is not None else []:
            if row.revision not in specs:
                specs[row.revision] = _spec(row.revision, past, kept)
            spec = specs[row.revision]
            if state and spec and row.branch in names and _loads(state.data, spec):
                fits = True
            else:
                yield _fault(row)
        if not fits:
            yield Fault(StateRow, key_of(StateRow, values), LOST)
    for row in (row for rows in named.values() for row in rows):
        yield _fault(row)


def _fault(row: CheckpointRow) -> Fault:
    key = {"session": row.session, "revision": row.revision, "step": row.step}
    return Fault(CheckpointRow, key, LOST)


def _spec(revision: int, past: History, kept: dict[int, dict[str, Any]]) -> Spec | None:
    try:
        return spec_of(revision, past, kept)
    except SpecProblem:
        return None


def _loads(data: bytes, spec: Spec) -> bool:
    # Torch is slow to import, and there may be no state.
    from playground.train.state import StateError, TrainState

    try:
        state = TrainState.from_bytes(data)
    except StateError:
        return False
    wanted = (length(parameter_places(spec.shapes)), length(buffer_places(spec.shapes)))
    return (len(state.parameters), len(state.buffers)) == wanted


def _curves(connection: sa.Connection, id: str, names: set[str]) -> Iterator[Fault]:
    """Give the pieces that cannot be read, and all after a missing one: points are counted by them."""
    branch, number, whole = None, 0, True
    for values in raw(connection, CurvesRow, '"session" = :id', id=id):
        row = typed(CurvesRow, values)
        if row is None or row.branch != branch:
            branch, number, whole = None if row is None else row.branch, 0, True
        # Only the last piece may be shorter.
        sound = whole and row is not None and row.branch in names and row.number == number
        points = _points(row.columns) if sound and row is not None else None
        if points is None:
            why = "pieces of curves that cannot be read"
            yield Fault(CurvesRow, key_of(CurvesRow, values), why)
        number, whole = number + 1, points == PIECE


def _points(columns: bytes) -> int | None:
    try:
        found = msgspec.msgpack.decode(columns, type=Columns)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    lengths = {len(column) for column in found.values()}
    if len(lengths) != 1 or "step" not in found:
        return None
    (points,) = lengths
    return points if 0 < points <= PIECE else None
