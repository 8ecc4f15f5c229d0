"""The rows of one session: which of them no server could use, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from playground.doctor.raw_rows import names_of, one, raw, typed
from playground.session.history import PIECE, Columns, History
from playground.session.persistence import WAY, edits_of, spec_of, whole_specs
from playground.spec.base import SpecProblem
from playground.spec.layout import buffer_places, length, parameter_places
from playground.spec.project import Spec, parse
from playground.store.rows import CheckpointRow, CurvesRow, EditRow, LinkRow, Row, SessionRow
from playground.store.tables import PARENTS
from playground.wire.rights import Right


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row. `key` has the columns that name it, `kept` what it becomes.

    Without `kept` it goes; `newer` says that another version may be able to use it: it stays.
    """

    kind: type[Row]
    key: dict[str, Any]
    why: str
    kept: dict[str, Any] | None = None
    newer: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """A session's faults, and the upload that it names."""

    faults: tuple[Fault, ...]
    upload: str | None = None


def look(connection: sa.Connection, id: Any) -> Look:
    """Read a session as a server would, part by part."""
    values = one(connection, SessionRow, id)
    if values is None and isinstance(id, str):
        return Look(())
    row = typed(SessionRow, values) if values is not None else None
    if row is None:
        return Look((Fault(SessionRow, {"id": id}, "sessions that cannot be read"),))
    try:
        spec = parse(row.spec)
    except SpecProblem:
        why = "sessions whose set-up this version does not know"
        return Look((Fault(SessionRow, {"id": id}, why, newer=True),), row.upload)
    faults, edits = _sound(connection, EditRow, id, "edits that cannot be read")
    past = History(spec, edits=edits_of(edits))
    faults += _ways(id, past, edits)
    faults += _state(connection, id, past, whole_specs(edits))
    faults += _curves(connection, id)
    faults += _links(connection, id)
    return Look(tuple(faults), row.upload)


def _sound(
    connection: sa.Connection, kind: type[Any], id: str, why: str
) -> tuple[list[Fault], list[Any]]:
    """Part the rows of a session into those that are none, and the others."""
    faults, rows = [], []
    for values in raw(connection, kind, f'"{PARENTS[kind][0]}" = :id', id=id):
        row = typed(kind, values)
        if row is None:
            faults.append(Fault(kind, _key(kind, values), why))
        else:
            rows.append(row)
    return faults, rows


def _key(kind: type[Row], values: Any) -> dict[str, Any]:
    names = names_of(kind)
    return {name: values[names.index(name)] for name in kind.key}


def _ways(id: str, past: History, edits: list[EditRow]) -> list[Fault]:
    """Follow the ways back: where one leads nowhere, what is before it cannot be had."""
    known = list(past.edits)
    followed = sum(isinstance(document, dict) for _, document in past.documents())
    if followed == len(known):
        return []
    last = known[-max(1, followed)]
    if last.back is None or not any(
        WAY in row.spec for row in edits if row.revision == last.revision
    ):
        return []
    key = {"session": id, "revision": last.revision}
    return [Fault(EditRow, key, "ways back that lead nowhere", kept={"spec": {WAY: None}})]


def _state(
    connection: sa.Connection, id: str, past: History, kept: dict[int, dict[str, Any]]
) -> Iterator[Fault]:
    why = "learned states that cannot be loaded (those sessions begin anew)"
    for values in raw(connection, CheckpointRow, '"session" = :id', id=id):
        row = typed(CheckpointRow, values)
        spec = None
        if row is not None:
            try:
                spec = spec_of(row.revision, past, kept)
            except SpecProblem:
                spec = None
        if row is None or spec is None or not _loads(row.data, spec):
            yield Fault(CheckpointRow, _key(CheckpointRow, values), why)


def _loads(data: bytes, spec: Spec) -> bool:
    # Torch is slow to import, and there may be no state.
    from playground.train.state import StateError, TrainState

    try:
        state = TrainState.from_bytes(data)
    except StateError:
        return False
    wanted = (length(parameter_places(spec.shapes)), length(buffer_places(spec.shapes)))
    return (len(state.parameters), len(state.buffers)) == wanted


def _curves(connection: sa.Connection, id: str) -> Iterator[Fault]:
    """Give the pieces that cannot be read, and all after a missing one: points are counted by them."""
    whole = True
    for number, values in enumerate(raw(connection, CurvesRow, '"session" = :id', id=id)):
        row = typed(CurvesRow, values)
        # Only the last piece may be shorter.
        sound = whole and row is not None and row.number == number
        points = _points(row.columns) if sound and row is not None else None
        if points is None:
            yield Fault(CurvesRow, _key(CurvesRow, values), "pieces of curves that cannot be read")
        whole = points == PIECE


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


def _links(connection: sa.Connection, id: str) -> Iterator[Fault]:
    labels = {right.label for right in Right}
    for values in raw(connection, LinkRow, '"session" = :id', id=id):
        row = typed(LinkRow, values)
        if row is None or row.right not in labels:
            yield Fault(LinkRow, _key(LinkRow, values), "links that cannot be read")
