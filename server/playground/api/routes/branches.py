"""The branches of a session's past, and their curves."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from playground.api.dependencies.authorization import declared
from playground.api.dependencies.grant import GrantDependency
from playground.api.dependencies.json_body import JsonRoute
from playground.session import history
from playground.session.history import Kept, Tree
from playground.session.refusals import Refusal, Refused
from playground.store.contract import StoreProblem
from playground.wire.branches import (
    BranchCurves,
    BranchesMessage,
    BranchMessage,
    KeptState,
    Place,
)

router = APIRouter(route_class=JsonRoute, dependencies=[Depends(declared)])

Branch = Annotated[str, Path(max_length=12)]


@router.get("/api/sessions/{id}/branches")
async def get_branches(granted: GrantDependency) -> BranchesMessage:
    """All branches with the states that are kept of them, oldest first."""
    session = granted.session
    tree = session.history.tree
    tips = {name: tree.tip(name) for name in tree.branches}
    states: dict[str, list[KeptState]] = {name: [] for name in tree.branches}
    for each in tree.kept:
        states[each.branch].append(_told(each, tips[each.branch] is each))
    branches = tuple(
        _message(tree, each, states[each.id], session.made) for each in tree.branches.values()
    )
    return BranchesMessage(present=tree.present, branches=branches)


@router.get("/api/sessions/{id}/branches/{branch}/curves")
async def get_branch_curves(granted: GrantDependency, branch: Branch) -> BranchCurves:
    """Give the branch's own points."""
    session = granted.session
    if branch not in session.history.tree.branches:
        raise Refused(Refusal.NO_SUCH_BRANCH)
    try:
        whole = await session.past.curve_of(branch)
    except StoreProblem:
        raise Refused(Refusal.NOT_SAVED) from None
    return BranchCurves(branch=branch, columns=whole.since(whole.start))


def _message(
    tree: Tree, branch: history.Branch, states: list[KeptState], begun: float
) -> BranchMessage:
    origin = branch.origin
    return BranchMessage.model_validate(
        {
            "id": branch.id,
            "origin": None
            if origin is None
            else Place(branch=origin.branch, step=origin.step, revision=origin.revision),
            "why": branch.why,
            # The first is there from the session's beginning on.
            "made": branch.made or begun,
            "first_step": branch.first_step,
            "last_step": tree.last_step(branch.id),
            "checkpoints": states,
        }
    )


def _told(kept: Kept, is_tip: bool) -> KeptState:
    why = "tip" if is_tip else "weights" if kept.why == "gap" else kept.why
    return KeptState.model_validate({"step": kept.step, "revision": kept.revision, "why": why})
