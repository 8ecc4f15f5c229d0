"""A session's branches, kept states and curves as rows of the store, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from playground.session.history import (
    FIRST,
    Branch,
    Change,
    Columns,
    Curves,
    Kept,
    Spot,
    Tree,
)
from playground.store.contract import Store
from playground.store.rows import (
    BranchRow,
    CheckpointRow,
    CurvesRow,
    Row,
    SessionRow,
    StateRow,
)


async def load_tree(store: Store, row: SessionRow) -> Tree:
    """Read a session's tree. Raises `StoreProblem`."""
    branches = await store.find(BranchRow, session=row.id)
    kept = await store.find(CheckpointRow, session=row.id)
    return tree_of(row, branches, kept)


def tree_of(row: SessionRow, branches: Iterable[BranchRow], kept: Iterable[CheckpointRow]) -> Tree:
    """Put a tree together; what is of a branch that is not there is left out."""
    known: dict[str, Branch] = {}
    for each in sorted(map(branch_of, branches), key=lambda branch: number_of(branch.id)):
        origin = each.origin
        # A branch comes from one that was there before it.
        sound = origin is None or origin.branch in known
        known[each.id] = each if sound else Branch(each.id, each.why, each.made)
    known = known or {FIRST: Branch(FIRST, made=row.made)}
    states = [kept_of(each) for each in kept if each.branch in known]
    return Tree(known.values(), states, row.branch or FIRST, row.reach or 0)


async def load_curves(store: Store, session: str, tree: Tree, branch: str) -> Curves:
    """Read a branch's whole curve, whose own points begin at `start`. Raises `StoreProblem`."""
    whole = Curves()
    start = 0
    for name, until in tree.lineage(branch):
        start = len(whole)
        whole.append(joined(await store.find(CurvesRow, session=session, branch=name)))
        if until != float("inf"):
            whole.cut(int(until))
    whole.belong_to(start, saved=True)
    return whole


async def load_state(store: Store, session: str, number: int) -> bytes | None:
    """Read the bytes of a state. Raises `StoreProblem`."""
    rows = await store.find(StateRow, session=session, number=number)
    return rows[0].data if rows else None


def save_change(store: Store, session: str, change: Change, data: bytes | None = None) -> None:
    """Write what has changed in a tree; `data` are the bytes of the first state that was put."""
    for gone in change.gone:
        store.drop(CheckpointRow, session=session, revision=gone.revision, step=gone.step)
    for number in change.free:
        store.drop(StateRow, session=session, number=number)
    for branch in change.branches:
        store.drop(BranchRow, session=session, id=branch)
        store.drop(CurvesRow, session=session, branch=branch)
    if data is not None and change.put:
        store.put(StateRow(session, change.put[0].state, data))
    store.put(*(checkpoint_row(session, kept) for kept in change.put))


def save_curves(store: Store, session: str, branch: str, curves: Curves) -> None:
    """Write the new pieces of a branch's own curves."""
    pieces = curves.unsaved()
    store.put(*_pieces(session, branch, curves, pieces))
    if curves.was_cut():
        store.drop_from(CurvesRow, "number", pieces.stop, session=session, branch=branch)


def branch_row(session: str, branch: Branch) -> BranchRow:
    origin = branch.origin
    row = BranchRow(session, branch.id, branch.why, branch.made)
    if origin is None:
        return row
    return BranchRow(
        session,
        branch.id,
        branch.why,
        branch.made,
        origin.branch,
        origin.step,
        origin.revision,
    )


def branch_of(row: BranchRow) -> Branch:
    origin = None
    if row.from_branch is not None:
        origin = Spot(row.from_branch, row.from_step or 0, row.from_revision or 0)
    return Branch(row.id, row.why, row.made, origin)


def number_of(branch: str) -> int:
    """Return which branch it is: they are called by the order in which they were made."""
    digits = branch[1:]
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def checkpoint_row(session: str, kept: Kept) -> CheckpointRow:
    return CheckpointRow(
        session,
        kept.revision,
        kept.step,
        kept.branch,
        kept.why,
        kept.state,
        kept.bytes,
        kept.largest,
    )


def kept_of(row: CheckpointRow) -> Kept:
    return Kept(row.branch, row.step, row.revision, row.why, row.state, row.bytes, row.largest)


def joined(rows: Iterable[CurvesRow]) -> Columns:
    """Put pieces of curves together."""
    whole = Curves()
    for row in sorted(rows, key=lambda each: each.number):
        whole.append(msgspec.msgpack.decode(row.columns, type=Columns))
    return whole.columns


def _pieces(session: str, branch: str, curves: Curves, numbers: Iterable[int]) -> Iterator[Row]:
    for number in numbers:
        yield CurvesRow(session, number, msgspec.msgpack.encode(curves.piece(number)), branch)
