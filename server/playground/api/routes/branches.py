"""The branches of a session's past, and their curves."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from playground.api.dependencies.authorization import declared
from playground.api.dependencies.grant import GrantDependency
from playground.api.dependencies.json_body import JsonRoute
from playground.session.refusals import Refusal, Refused
from playground.wire.branches import BranchCurves, BranchesMessage, BranchMessage, KeptState

router = APIRouter(route_class=JsonRoute, dependencies=[Depends(declared)])

Branch = Annotated[str, Path(max_length=12)]


@router.get("/api/sessions/{id}/branches")
async def get_branches(granted: GrantDependency) -> BranchesMessage:
    """All branches with the states that are kept of them, oldest first."""
    session = granted.session
    status = session.status
    states = [
        KeptState(step=step, revision=session.revision, why="train") for step in status.snapshots
    ]
    branch = BranchMessage(
        id=status.branch,
        origin=None,
        why="start",
        made=session.made,
        first_step=0,
        last_step=status.last_step,
        checkpoints=tuple(states),
    )
    return BranchesMessage(present=status.branch, branches=(branch,))


@router.get("/api/sessions/{id}/branches/{branch}/curves")
async def get_branch_curves(granted: GrantDependency, branch: Branch) -> BranchCurves:
    """Give the branch's own points."""
    session = granted.session
    if branch != session.status.branch:
        raise Refused(Refusal.NO_SUCH_BRANCH)
    return BranchCurves(branch=branch, columns=session.history.curves.since(0))
