"""Persistence of a session: its past, edits and links as rows of the store, and back."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import msgspec

from playground.session.desired_state import DesiredState
from playground.session.history import MAX_EDITS, Checkpoint, Curves, Edit, History, Kept, Tree
from playground.session.links import Link, Links
from playground.session.points import points_frame
from playground.session.saved_past import load_curves, load_state, load_tree
from playground.spec.base import SpecProblem
from playground.spec.delta import delta
from playground.spec.project import Spec, parse
from playground.store.contract import Store
from playground.store.rows import EditRow, LinkRow, SessionRow
from playground.wire.rights import Right


@dataclass(frozen=True, slots=True)
class SavedSession:
    """One session as it was read from the store."""

    row: SessionRow
    spec: Spec
    edits: tuple[Edit, ...]
    tree: Tree
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
    links = [link_of(row) for row in await store.find(LinkRow, session=id)]
    tree = await load_tree(store, rows[0])
    curves = await load_curves(store, id, tree, tree.present)
    tip = tree.tip(tree.present)
    data = None if tip is None else await load_state(store, id, tip.state)
    # Hundreds of edits and data to draw: other sessions are not kept waiting.
    return await asyncio.to_thread(_read, rows[0], edits, tree, tip, data, curves, links)


def _read(
    row: SessionRow,
    edit_rows: list[EditRow],
    tree: Tree,
    tip: Kept | None,
    data: bytes | None,
    curves: Curves,
    links: list[Link],
) -> SavedSession:
    spec, edits = parse(row.spec), edits_of(edit_rows)
    checkpoint = None
    if tip is not None and data is not None:
        found = spec_of(tip.revision, History(spec, edits=edits), whole_specs(edit_rows))
        if found is not None:
            checkpoint = Checkpoint(tip.step, tip.revision, found, data, tip.state)
    try:
        points = points_frame(spec, row.revision)
    except SpecProblem:
        # A file that is gone: whoever comes is told so.
        points = None
    return SavedSession(row, spec, tuple(edits), tree, checkpoint, curves, Links(links), points)


WAY = "back"
"""The only name in the document of an edit that is kept as the way to the one before; a spec has none such."""


def edit_row(session: str, edit: Edit) -> EditRow:
    way = None if edit.back is None else json.loads(edit.back)
    request = edit.request or None
    return EditRow(session, edit.revision, {WAY: way}, edit.author, edit.time, request)


def whole_row(session: str, checkpoint: Checkpoint, time: float) -> EditRow:
    """Return the row of the spec that a checkpoint is of, where no way leads to it."""
    document = checkpoint.spec.model_dump(mode="json")
    return EditRow(session, checkpoint.revision, document, "", time)


def _is_whole(row: EditRow) -> bool:
    """Whether it has a spec, as all rows had at first."""
    return WAY not in row.spec


def whole_specs(rows: list[EditRow]) -> dict[int, dict[str, Any]]:
    """Return the documents that are kept whole, by their revisions."""
    return {row.revision: row.spec for row in rows if _is_whole(row)}


def edits_of(rows: list[EditRow]) -> list[Edit]:
    """Return the newest edits, oldest first, as far as one leads to the next."""
    found: list[Edit] = []
    newest = rows[: -MAX_EDITS - 1 : -1]
    for row, before in zip_longest(newest, newest[1:]):
        way = _way_back(row, before)
        found.append(Edit(row.revision, row.time, row.author, way, row.request or ""))
        if way is None:
            break
    return found[::-1]


def _way_back(row: EditRow, before: EditRow | None) -> bytes | None:
    if before is None or before.revision != row.revision - 1:
        return None
    if _is_whole(row):
        return delta(row.spec, before.spec) if _is_whole(before) else None
    way = row.spec[WAY]
    return None if way is None else msgspec.json.encode(way)


def spec_of(revision: int, past: History, kept: dict[int, dict[str, Any]]) -> Spec | None:
    """Return the spec of a checkpoint's revision, if it is known."""
    return parse(kept[revision]) if revision in kept else past.spec_at(revision)


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
