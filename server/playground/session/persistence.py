"""Persistence of a session: its checkpoint, curves, edits and links as rows of the store, and back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from playground.session.desired_state import DesiredState
from playground.session.history import MAX_EDITS, Checkpoint, Columns, Curves, Edit
from playground.session.links import Link, Links
from playground.session.points import points_frame
from playground.spec.base import SpecProblem
from playground.spec.project import Spec, parse
from playground.store.contract import Store
from playground.store.rows import CheckpointRow, CurvesRow, EditRow, LinkRow, Row, SessionRow
from playground.wire.rights import Right


@dataclass(frozen=True, slots=True)
class SavedSession:
    """One session as it was read from the store."""

    row: SessionRow
    spec: Spec
    edits: tuple[Edit, ...]
    checkpoint: Checkpoint | None
    curves: Curves
    links: Links
    points: bytes | None
    """The picture of its data, if they can be drawn."""

    @property
    def desired(self) -> DesiredState:
        row = self.row
        return DesiredState(row.playing, row.pace, row.until_step, row.until_epoch)


async def load(store: Store, id: str) -> SavedSession | None:
    """Read a session. Raises `StoreProblem`, and `SpecProblem` for a spec of another version."""
    rows = await store.find(SessionRow, id=id)
    if not rows:
        return None
    edits = await store.find(EditRow, session=id)
    states = await store.find(CheckpointRow, session=id)
    curves = await store.find(CurvesRow, session=id)
    links = [link_of(row) for row in await store.find(LinkRow, session=id)]
    # Hundreds of specs, long curves and data to draw: other sessions are not kept waiting.
    return await asyncio.to_thread(_read, rows[0], edits[-MAX_EDITS:], states, curves, links)


def _read(
    row: SessionRow,
    edit_rows: list[EditRow],
    states: list[CheckpointRow],
    curves: list[CurvesRow],
    links: list[Link],
) -> SavedSession:
    edits = tuple(
        Edit(edit.revision, parse(edit.spec), edit.time, edit.author) for edit in edit_rows
    )
    specs = {edit.revision: edit.spec for edit in edits}
    checkpoints = [
        Checkpoint(state.step, state.revision, specs[state.revision], state.data)
        for state in states
        if state.revision in specs
    ]
    spec = parse(row.spec)
    try:
        points = points_frame(spec, row.revision)
    except SpecProblem:
        # A file that is gone: whoever comes is told so.
        points = None
    return SavedSession(
        row,
        spec,
        edits,
        checkpoints[0] if checkpoints else None,
        Curves(_joined(curves)),
        Links(links),
        points,
    )


def edit_row(session: str, edit: Edit) -> EditRow:
    return EditRow(
        session, edit.revision, edit.spec.model_dump(mode="json"), edit.author, edit.time
    )


def link_row(session: str, link: Link) -> LinkRow:
    return LinkRow(
        link.id,
        session,
        link.digest,
        link.right.label,
        link.label,
        link.made,
        link.until,
        link.revoked,
    )


def link_of(row: LinkRow) -> Link:
    right = Right[row.right.upper()]
    return Link(row.id, row.digest, right, row.label, row.made, row.until, row.revoked)


def save_checkpoint(store: Store, session: str, checkpoint: Checkpoint, curves: Curves) -> None:
    """Write the run's newest checkpoint and the new pieces of its curves, in one transaction."""
    pieces = curves.unsaved()
    state = CheckpointRow(session, checkpoint.step, checkpoint.revision, checkpoint.data)
    store.put(state, *_pieces(session, curves, pieces))
    store.drop_from(CurvesRow, "number", pieces.stop, session=session)


def save_curves(store: Store, session: str, curves: Curves) -> None:
    pieces = curves.unsaved()
    store.put(*_pieces(session, curves, pieces))
    store.drop_from(CurvesRow, "number", pieces.stop, session=session)


def _pieces(session: str, curves: Curves, numbers: Iterable[int]) -> Iterator[Row]:
    for number in numbers:
        yield CurvesRow(session, number, msgspec.msgpack.encode(curves.piece(number)))


def _joined(rows: Iterable[CurvesRow]) -> Columns:
    whole = Curves()
    for row in rows:
        whole.append(msgspec.msgpack.decode(row.columns, type=Columns))
    return whole.columns
