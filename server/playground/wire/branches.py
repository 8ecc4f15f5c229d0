"""Messages of a session's past: its branches, and the states that are kept of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playground.spec.base import Model

BranchId = Annotated[str, Field(pattern=r"^b[1-9][0-9]{0,9}$")]

Beginning = Literal["start", "reset", "data", "undo", "continue"]
"""Why a branch was begun."""

Reason = Literal["train", "edit", "reset", "branch", "weights", "tip"]
"""Why a state is kept: it was trained to, or something changed there, or it is the last of its branch."""


class Place(Model):
    """A state of the past; `revision` is that of the spec which it was trained by."""

    branch: str
    step: int
    revision: int


class KeptState(Model):
    step: int
    revision: int
    why: Reason


class BranchMessage(Model):
    """A branch has steps of its own after `origin`, or from 0 where it has none. `made` is seconds since 1970.

    `checkpoints` are ascending.
    """

    id: str
    origin: Place | None
    why: Beginning
    made: float
    first_step: int
    last_step: int
    checkpoints: tuple[KeptState, ...]


class BranchesMessage(Model):
    """All branches, oldest first. `present` is the one that trains."""

    present: str
    branches: tuple[BranchMessage, ...]


class BranchCurves(Model):
    """A branch's own points of the curves, as columns; those before are of the branches that it comes from."""

    branch: str
    columns: dict[str, tuple[float | None, ...]]
