"""Going back in a session's time: undo, and going on from a step of the past."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from playground.session.history import Kept
from playground.session.jump import Jump
from playground.session.points import points_frame
from playground.session.refusals import Refusal, Refused
from playground.session.session import Session
from playground.spec.project import Spec
from playground.store.contract import StoreProblem

TAKEN_OVER_WITHIN_S = 20.0
"""A trainer may be amid a slow step."""
MAX_STEPS = 100_000
"""Steps that are trained again to come to one of which the state is not kept."""

Check = Callable[[Spec], None]
"""Refuses a spec that may not come into force."""


async def undo(session: Session, revision: int, since: int, check: Check, author: str = "") -> int:
    """Take back the revisions from `since` to `revision`, which is the newest. Return the step.

    Raises `NOT_NEWEST`, `STATE_NOT_KEPT`, `NOT_SAVED` and what `check` raises.
    """
    if revision != session.revision or not 1 < since <= revision:
        raise Refused(Refusal.NOT_NEWEST)
    await _settle(session)
    kept = session.history.tree.before(since, session.revision)
    spec = session.history.spec_at(since - 1)
    if kept is None or spec is None:
        raise Refused(Refusal.STATE_NOT_KEPT)
    jump = await _jump(session, kept, spec, kept.step, "undo")
    _put_in_force(session, jump, revision, check, author)
    return jump.step


async def go_on(session: Session, branch: str, step: int, check: Check, author: str = "") -> int:
    """Go on from a step of a branch, and return it. Raises `NO_SUCH_BRANCH`, `NO_SUCH_STEP` and as `undo`."""
    await _settle(session)
    kept, at = place(session, branch, step)
    revision, spec = session.revision, session.history.spec_at(kept.revision)
    if spec is None:
        raise Refused(Refusal.STATE_NOT_KEPT)
    jump = await _jump(session, kept, spec, at, "continue")
    _put_in_force(session, jump, revision, check, author)
    return jump.step


async def seek(session: Session, step: int, check: Check, author: str = "") -> None:
    """Stand still at the nearest kept state at or before a step of the branch that trains. Raises as `undo`."""
    await _settle(session)
    tree = session.history.tree
    found = tree.nearest(tree.sought(session.status.step), _good(session.status.snapshots, step))
    spec = None if found is None else session.history.spec_at(found[0].revision)
    if found is None or spec is None:
        return
    kept, revision = found[0], session.revision
    jump = await _jump(session, kept, spec, kept.step, "continue", pauses=True)
    _put_in_force(session, jump, revision, check, author)


def place(session: Session, branch: str, step: int) -> tuple[Kept, int]:
    """Find the state from which one comes to a step, and the step to which one comes: it, or the nearest before.

    Raises `NO_SUCH_BRANCH` and `NO_SUCH_STEP`.
    """
    tree = session.history.tree
    if branch not in tree.branches:
        raise Refused(Refusal.NO_SUCH_BRANCH)
    last = tree.last_step(branch)
    if branch == tree.present:
        last = max(last, session.status.step)
    found = tree.nearest(branch, step)
    if found is None or step > last:
        first = min((each.step for each in tree.along(branch)), default=0)
        raise Refused(Refusal.NO_SUCH_STEP, step=step, first=first, last=last)
    kept, replays = found
    near = step - kept.step <= MAX_STEPS
    return kept, step if replays and near else kept.step


def _put_in_force(session: Session, jump: Jump, revision: int, check: Check, author: str) -> None:
    """Go on from there, unless something came after this revision meanwhile."""
    if revision != session.revision:
        raise Refused(Refusal.NOT_NEWEST)
    check(jump.spec)
    session.go_on_from(jump, author)


def _good(snapshots: tuple[int, ...], step: int) -> int:
    """Choose the nearest of these steps at or before one, or else the first."""
    return max((each for each in snapshots if each <= step), default=min(snapshots, default=0))


async def _settle(session: Session) -> None:
    """Wait until the run has told its state from before the newest revision, if it is to tell it at all."""
    if session.runs and session.run.in_force < session.revision:
        await session.run.save(TAKEN_OVER_WITHIN_S)


async def _jump(
    session: Session, kept: Kept, spec: Spec, step: int, why: str, *, pauses: bool = False
) -> Jump:
    """Read all that it takes to go on from a kept state. Raises `STATE_NOT_KEPT` and `NOT_SAVED`."""
    tree = session.history.tree
    of = session.history.spec_at(kept.revision)
    points = None
    try:
        data = await session.past.state_of(kept)
        elsewhere = kept.branch != tree.present
        whole = await session.past.curve_of(kept.branch) if elsewhere else None
        if not session.data_picture.has(spec.data):
            points = await asyncio.to_thread(points_frame, spec, session.revision + 1)
    except StoreProblem:
        raise Refused(Refusal.NOT_SAVED) from None
    if data is None or of is None:
        raise Refused(Refusal.STATE_NOT_KEPT)
    # Of the branch that trains there may be steps that the run has not told yet.
    end = tree.tip(kept.branch)
    after = end != kept or step > kept.step
    if not elsewhere:
        after = _moves(session) or session.status.step != kept.step or _has_later(session, kept)
    if after and tree.is_full(kept.branch):
        raise Refused(Refusal.STATE_NOT_KEPT)
    begun = tree.branches[tree.present].first_step
    untrained = not _moves(session) and session.status.step == begun
    return Jump(kept, data, of, spec, step, why, after, whole, points, pauses, untrained)


def _moves(session: Session) -> bool:
    """Whether the run trains, or soon will: what it last told may be of before."""
    return session.run.desired.playing or session.status.state == "playing"


def _has_later(session: Session, kept: Kept) -> bool:
    """Whether the branch that trains has come farther than a state of it."""
    tree = session.history.tree
    return any(each.branch == kept.branch and each.step > kept.step for each in tree.kept)
