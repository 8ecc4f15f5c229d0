"""What a session keeps of its run as it trains: states in its tree, curves by branch, all of it in the store."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from playground.engine import contract
from playground.session.history import Change, Checkpoint, Columns, Curves, History, Kept, Spot
from playground.session.jump import Jump
from playground.session.room import Room
from playground.session.saved_past import (
    branch_row,
    load_curves,
    load_state,
    save_change,
    save_curves,
)
from playground.store.contract import Store
from playground.wire.stream import StatusMessage


class Past:
    """Only the newest state's bytes and the whole curve of the branch that trains are in memory."""

    def __init__(self, session: str, history: History, room: Room, store: Store) -> None:
        self._session, self._history, self._room, self._store = session, history, room, store
        self._left: dict[str, tuple[Curves, Checkpoint | None]] = {}
        """The curves and newest states of branches that the run may still be about to leave."""

    @property
    def present(self) -> str:
        return self._history.tree.present

    def keep(self, event: contract.Checkpoint, newest: int) -> None:
        """Take in a state that the run tells, of a session whose newest revision this is."""
        history, tree = self._history, self._history.tree
        branch = event.branch or tree.present
        spec = history.spec_at(event.revision)
        if spec is None or branch not in tree.branches:
            return
        if event.why == "train" and event.step < tree.branches[branch].first_step:
            # On its way to where the branch begins.
            return
        before = history.checkpoint
        alike = before is not None and before.data == event.data and tree.holds(before.state)
        same = before.state if before is not None and alike else None
        spot = Spot(branch, event.step, event.revision)
        size = len(event.data)
        kept, change = tree.take(spot, event.why, size, newest, event.largest, same)
        if branch == tree.present:
            history.checkpoint = Checkpoint(
                event.step, event.revision, spec, event.data, kept.state
            )
        if same is None:
            self._write(change, kept, event.data)
        else:
            save_change(self._store, self._session, change)
        self.save_curves()

    def extend(self, branch: str, keep_until: int | None, columns: Columns) -> None:
        """Append points to a branch's curves, after those above step `keep_until` are dropped."""
        branch = branch or self.present
        if branch != self.present:
            self._extend_left(branch, columns)
            return
        curves = self._history.curves
        first = self._first(branch)
        if keep_until is not None:
            self._cut(max(keep_until, first))
        curves.append(_after(columns, first))
        self._room.curves_changed(None)

    def forget_before(self, revision: int) -> None:
        """Forget the states whose specs are no longer known."""
        save_change(self._store, self._session, self._history.tree.forget_before(revision))

    def settle(self, in_force: int, newest: int) -> None:
        """Forget the points of what was left behind, once the run says that it has left it."""
        if in_force >= newest and self._left:
            self._left.clear()

    def begin(
        self, revision: int, why: str, origin: Spot | None = None, whole: Curves | None = None
    ) -> None:
        """Begin a branch that trains from now on, at step 0 or where another one was.

        `whole` is the curve of that other, where it is not the one that trains now.
        """
        tree, curves = self._history.tree, self._history.curves
        common = -1
        if origin is not None:
            common = min(origin.step, tree.common(tree.present, origin.branch))
        self._leave()
        change = tree.begin(revision, why, time.time(), origin)
        self._store.put(branch_row(self._session, tree.branches[tree.present]))
        save_change(self._store, self._session, change)
        self._cut(common)
        if origin is not None and whole is not None:
            whole.cut(origin.step)
            curves.append(whole.since(whole.rows_until(common)))
        curves.belong_to(len(curves), saved=False)
        self._room.curves_changed(None)
        self._history.checkpoint = None

    def go_to(self, branch: str, revision: int, whole: Curves) -> None:
        """Let the run go on at the end of another branch, whose curve is this."""
        tree, curves = self._history.tree, self._history.curves
        common = tree.common(tree.present, branch)
        self._leave()
        tree.go_to(branch, revision)
        self._cut(common)
        curves.append(whole.since(whole.rows_until(common)))
        curves.belong_to(whole.start, saved=True)
        self._room.curves_changed(None)

    def come_back(self, branch: str, revision: int) -> None:
        """Let the run go on with a branch that it has not left after all."""
        curves, checkpoint = self._left.get(branch, (Curves(), None))
        self.go_to(branch, revision, curves.copy())
        self._history.checkpoint = checkpoint

    def jump(self, jump: Jump, revision: int) -> None:
        """Let the run go on from a state of the past, which stands at this revision too."""
        history, tree, kept = self._history, self._history.tree, jump.kept
        left = tree.present
        if jump.after:
            origin = Spot(kept.branch, jump.step, kept.revision)
            self.begin(revision, jump.why, origin, jump.whole)
        elif jump.whole is not None:
            self.go_to(kept.branch, revision, jump.whole)
        if jump.untrained:
            save_change(self._store, self._session, tree.forget_empty(left))
        exact = jump.of == jump.spec
        at = revision if exact else kept.revision
        history.checkpoint = Checkpoint(kept.step, at, jump.of, jump.data, kept.state)
        if exact and jump.step == kept.step:
            spot = Spot(tree.present, kept.step, revision)
            _, change = tree.take(spot, "branch", kept.bytes, revision, kept.largest, kept.state)
            save_change(self._store, self._session, change)

    def told_of(self, status: StatusMessage) -> dict[str, Any]:
        """Return the fields of a status that are of the past."""
        tree = self._history.tree
        below = status.diverged.step if status.diverged is not None else None
        return {
            "branch": tree.present,
            "last_step": max(status.step, tree.last_step(tree.present)),
            "snapshots": tree.steps(status.step, below),
        }

    def adopt(self, checkpoint: Checkpoint) -> None:
        """Begin from another session's state, and its curves, which this session has taken over."""
        history, tree = self._history, self._history.tree
        spot = Spot(tree.present, checkpoint.step, checkpoint.revision)
        size = len(checkpoint.data)
        kept, change = tree.take(spot, "train", size, checkpoint.revision)
        history.checkpoint = replace(checkpoint, state=kept.state)
        self._write(change, kept, checkpoint.data)

    def save_curves(self) -> None:
        """Write what is not written of the curve of the branch that trains."""
        save_curves(self._store, self._session, self.present, self._history.curves)

    async def curve_of(self, branch: str) -> Curves:
        """Return the whole curve of a branch. Raises `StoreProblem`."""
        tree = self._history.tree
        if branch == tree.present:
            return self._history.curves.copy()
        return await load_curves(self._store, self._session, tree, branch)

    async def state_of(self, kept: Kept) -> bytes | None:
        """Return a state's bytes, None where it is no longer kept. Raises `StoreProblem`."""
        checkpoint = self._history.checkpoint
        if checkpoint is not None and checkpoint.state == kept.state:
            return checkpoint.data
        data = await load_state(self._store, self._session, kept.state)
        # Its number may have been given to another meanwhile.
        return data if kept in self._history.tree.kept else None

    # --- inside -------------------------------------------------------------------------------

    def _first(self, branch: str) -> int:
        """Return the step after which a branch's own points come."""
        begun = self._history.tree.branches[branch]
        return -1 if begun.origin is None else begun.first_step

    def _leave(self) -> None:
        """Write what is not written of the branch that trains, and hold its points until the run has left it."""
        self.save_curves()
        self._left[self.present] = self._history.curves.copy(), self._history.checkpoint

    def _cut(self, step: int) -> None:
        self._history.curves.cut(step)
        self._room.curves_changed(step)

    def _extend_left(self, branch: str, columns: Columns) -> None:
        if branch in self._left:
            curves, _ = self._left[branch]
            curves.append(_after(columns, curves.last_step))
            save_curves(self._store, self._session, branch, curves)

    def _write(self, change: Change, kept: Kept, data: bytes) -> None:
        # The state itself may have gone as soon as it came, where it alone is too much.
        change.put.sort(key=lambda each: each is not kept)
        there = kept in change.put
        save_change(self._store, self._session, change, data if there else None)


def _after(columns: Columns, step: int) -> Columns:
    """Return the points after a step."""
    steps = columns.get("step", [])
    skipped = sum((each or 0) <= step for each in steps)
    return {name: column[skipped:] for name, column in columns.items()} if skipped else columns
