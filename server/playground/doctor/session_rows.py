"""The rows of one session: which of them no server could use, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from playground.doctor import past_rows
from playground.doctor.fault import Fault, key_of, sound
from playground.doctor.raw_rows import one, raw, typed
from playground.session.history import History
from playground.session.persistence import WAY, edits_of, whole_specs
from playground.spec.base import SpecProblem
from playground.spec.project import parse
from playground.store.rows import BranchRow, EditRow, LinkRow, SessionRow
from playground.wire.rights import Right


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
    edits, faults = sound(connection, EditRow, id, "edits that cannot be read")
    past = History(spec, edits=edits_of(edits))
    faults += _ways(id, past, edits)
    branches, unread = sound(connection, BranchRow, id, "branches of the past that cannot be read")
    faults += unread
    faults += past_rows.look(connection, id, past, whole_specs(edits), branches)
    faults += _links(connection, id)
    return Look(tuple(faults), row.upload)


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


def _links(connection: sa.Connection, id: str) -> Iterator[Fault]:
    labels = {right.label for right in Right}
    for values in raw(connection, LinkRow, '"session" = :id', id=id):
        row = typed(LinkRow, values)
        if row is None or row.right not in labels:
            yield Fault(LinkRow, key_of(LinkRow, values), "links that cannot be read")
